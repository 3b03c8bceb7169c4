using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using PaymentHub.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Benchmarks.Micro;

/// <summary>A webhook's body and its signature.</summary>
public class Outgoing
{
    private const string Id = "evt_dep_00000000000000000000000001_1";
    private const long Timestamp = 1_723_971_200;

    // Which endpoints there are does not matter to a body.
    private readonly WebhookEventFactory _events = new(null!);
    private readonly Order _order = MicroOrder.Completed;
    private readonly ReadOnlyMemory<byte>[] _secrets = [RandomNumberGenerator.GetBytes(32)];
    private byte[] _body = [];
    private byte[] _signed = [];

    [GlobalSetup]
    public void Start()
    {
        _body = Encoding.UTF8.GetBytes(Body());
        _signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Id}.{Timestamp}.")), .. _body];
    }

    [Benchmark(Description = "the JSON of a webhook's body")]
    public string Body() => _events.Body(_order, "deposit.completed", _order.UpdatedAt);

    [Benchmark(Description = "a webhook's signature alone, HMAC-SHA256")]
    public byte[] SignPrimitive() => HMACSHA256.HashData(_secrets[0].Span, _signed);

    [Benchmark(Description = "a webhook signed")]
    public string Sign() => WebhookSignature.Sign(_secrets, Id, Timestamp, _body);
}
