using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>Sends a signed test webhook, so that a merchant can see its endpoint work before money depends on it.</summary>
public sealed class TestPings(WebhookSender sender, TimeProvider clock)
{
    /// <summary>Sends a test.ping to each of the merchant's endpoints or to one of them, disabled ones too. Nothing is stored.</summary>
    public async Task<Result<IReadOnlyList<TestResult>>> PingAsync(Merchant merchant, string? endpointId, CancellationToken cancellationToken)
    {
        var endpoints = merchant.Endpoints.Where(endpoint => endpointId is null || endpoint.Id == endpointId).ToList();
        if (endpoints.Count == 0)
        {
            return new Result<IReadOnlyList<TestResult>>.Failure(
                endpointId is null
                    ? new Problem(409, "no_endpoint", "You have no endpoint.")
                    : Problem.InvalidRequest("endpoint", "You have no endpoint with that id.")
            );
        }

        return new Result<IReadOnlyList<TestResult>>.Success(
            await Task.WhenAll(endpoints.Select(endpoint => PingAsync(endpoint, cancellationToken)))
        );
    }

    private async Task<TestResult> PingAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        var id = "evt_test_" + RandomNumberGenerator.GetHexString(26, lowercase: true);
        var started = clock.GetTimestamp();
        var answer = await sender.SendAsync(endpoint, id, Body(endpoint), cancellationToken);
        return new TestResult(endpoint.Id, id, clock.GetElapsedTime(started), answer);
    }

    private string Body(WebhookEndpoint endpoint)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("type", "test.ping");
            json.WriteString("timestamp", OrderJson.Time(clock.GetUtcNow()));
            json.WriteStartObject("data");
            json.WriteString("object", "test");
            json.WriteString("endpoint", endpoint.Id);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}

/// <summary>The body of POST /v1/webhooks/test.</summary>
/// <param name="Endpoint">The endpoint's id; left out for all.</param>
public sealed record TestPingRequest(string? Endpoint);

/// <summary>The result of a test.ping.</summary>
/// <param name="Endpoint">The endpoint's id.</param>
/// <param name="EventId">The webhook's id.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Answer">What came back.</param>
public sealed record TestResult(string Endpoint, string EventId, TimeSpan Duration, EndpointAnswer Answer);
