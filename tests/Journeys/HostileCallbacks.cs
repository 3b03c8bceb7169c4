using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>What must not get through: the answer at receipt, the verdict in quarantine, and never an order.</summary>
public sealed class HostileCallbacks(SharedHub world) : IClassFixture<SharedHub>
{
    private const string Recharge =
        """{"rechargeId":402,"chainId":1,"currencyId":2,"userId":403,"walletId":391,"walletAddress":"TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1","rechargeStatus":0,"rechargeAmount":"10000000","uuid":"9190"}""";

    private static readonly string GatewayData =
        $$"""{"identify":"9190","chain_type":3,"contract_type":32,"retry_id":"r","order_id":"1750000000000000001","transaction_id":"{{new string('a', 64)}}","amount":51}""";

    private static readonly (string, string)[] MPayFields =
    [
        ("merchOrderId", "dep_00000000000000000000000000"),
        ("status", "finish"),
        ("amount", "88"),
    ];

    /// <summary>Each hostile callback: the expected status, the expected verdict (null: not even kept), and how it is made.</summary>
    private static readonly Dictionary<string, (int Status, string? Verdict, Func<Hub, (SignedCallback Callback, string Account)> Make)> Cases = new()
    {
        ["pay protocol, altered body"] = (
            200,
            "bad_signature",
            hub => PayProtocol(hub).Altered("10000000", "90000000").For(hub.Alpha.PayProtocolAccount)
        ),
        ["pay protocol, signature of another secret"] = (
            200,
            "bad_signature",
            hub => PayProtocol(hub, secret: "another").For(hub.Alpha.PayProtocolAccount)
        ),
        ["pay protocol, another merchant's key"] = (200, "wrong_key", hub => PayProtocol(hub, key: "another").For(hub.Alpha.PayProtocolAccount)),
        ["pay protocol, an hour old"] = (
            200,
            "stale_timestamp",
            hub => PayProtocol(hub, age: TimeSpan.FromHours(1)).For(hub.Alpha.PayProtocolAccount)
        ),
        ["pay protocol, ten minutes ahead"] = (
            200,
            "stale_timestamp",
            hub => PayProtocol(hub, age: TimeSpan.FromMinutes(-10)).For(hub.Alpha.PayProtocolAccount)
        ),
        ["pay protocol, without signature"] = (
            400,
            "malformed",
            hub => PayProtocol(hub).With(c => c.Headers.Remove("X-PAY-SIGN")).For(hub.Alpha.PayProtocolAccount)
        ),
        ["pay protocol, an endless signature"] = (
            400,
            "malformed",
            hub => PayProtocol(hub).With(c => c.Headers["X-PAY-SIGN"] = new string('+', 6_000)).For(hub.Alpha.PayProtocolAccount)
        ),
        ["pay protocol, an endless media type"] = (
            400,
            "malformed",
            hub => PayProtocol(hub).With(c => c.ContentType = "application/json; x=" + new string('x', 6_000)).For(hub.Alpha.PayProtocolAccount)
        ),
        ["pay protocol, empty key header"] = (
            400,
            "malformed",
            hub => PayProtocol(hub).With(c => c.Headers["X-PAY-KEY"] = "").For(hub.Alpha.PayProtocolAccount)
        ),
        ["pay protocol, timestamp with letters"] = (
            400,
            "malformed",
            hub => PayProtocol(hub).With(c => c.Headers["X-PAY-TIMESTAMP"] = "17e9").For(hub.Alpha.PayProtocolAccount)
        ),
        ["pay protocol, broken JSON, signed"] = (
            200,
            "malformed",
            hub => PayProtocol(hub, body: "{\"rechargeId\":402,").For(hub.Alpha.PayProtocolAccount)
        ),
        ["pay protocol, duplicate names, signed"] = (
            200,
            "ambiguous",
            hub =>
                PayProtocol(hub, body: Recharge.Replace("\"chainId\":1", "\"chainId\":1,\"chainId\":2", StringComparison.Ordinal))
                    .For(hub.Alpha.PayProtocolAccount)
        ),
        ["pay protocol, no known id"] = (200, "unknown_kind", hub => PayProtocol(hub, body: "{\"somethingId\":1}").For(hub.Alpha.PayProtocolAccount)),
        ["pay protocol, unknown status"] = (
            200,
            "unknown_status",
            hub =>
                PayProtocol(hub, body: Recharge.Replace("\"rechargeStatus\":0", "\"rechargeStatus\":7", StringComparison.Ordinal))
                    .For(hub.Alpha.PayProtocolAccount)
        ),
        ["pay protocol, a form"] = (
            415,
            "malformed",
            hub => PayProtocol(hub).With(c => c.ContentType = "application/x-www-form-urlencoded").For(hub.Alpha.PayProtocolAccount)
        ),
        ["pay protocol, 33 KiB"] = (
            413,
            null,
            hub => PayProtocol(hub, body: "{\"x\":\"" + new string('x', 33 * 1024) + "\"}").For(hub.Alpha.PayProtocolAccount)
        ),
        ["gateway, altered amount"] = (
            200,
            "bad_signature",
            hub => Gateway(hub).Altered("\"amount\":51", "\"amount\":510").For(hub.Alpha.GatewayAccount)
        ),
        ["gateway, another gateway's key"] = (
            200,
            "bad_signature",
            hub => SignedCallback.Gateway(hub.Beta.Keys.Gateway, GatewayData).For(hub.Alpha.GatewayAccount)
        ),
        ["gateway, without signature"] = (400, "malformed", hub => Gateway(hub).Altered("\"signature\"", "\"sign\"").For(hub.Alpha.GatewayAccount)),
        ["gateway, empty signature"] = (
            400,
            "malformed",
            hub => Gateway(hub).With(c => c.Body = Encoding.UTF8.GetBytes("{\"signature\":\"\",\"data\":{}}")).For(hub.Alpha.GatewayAccount)
        ),
        ["gateway, broken JSON"] = (400, "malformed", hub => Gateway(hub).With(c => c.Body = c.Body[..^2]).For(hub.Alpha.GatewayAccount)),
        ["gateway, data twice"] = (400, "malformed", hub => Gateway(hub).Altered("\"data\":", "\"data\":{},\"data\":").For(hub.Alpha.GatewayAccount)),
        ["gateway, amount twice, signed"] = (
            200,
            "ambiguous",
            hub =>
                Gateway(hub, GatewayData.Replace("\"amount\":51", "\"amount\":51,\"amount\":52", StringComparison.Ordinal))
                    .For(hub.Alpha.GatewayAccount)
        ),
        ["gateway, recharge with one of our ids"] = (
            200,
            "contradictory_kind",
            hub =>
                Gateway(hub, GatewayData.Replace("1750000000000000001", "wd_00000000000000000000000000", StringComparison.Ordinal))
                    .For(hub.Alpha.GatewayAccount)
        ),
        ["gateway, unknown subject"] = (
            200,
            "unknown_kind",
            hub => SignedCallback.Gateway(hub.Alpha.Keys.Gateway, GatewayData, "refund_callback").For(hub.Alpha.GatewayAccount)
        ),
        ["gateway, withdrawal that is not ours"] = (
            200,
            "unknown_order",
            hub =>
                SignedCallback
                    .Gateway(
                        hub.Alpha.Keys.Gateway,
                        GatewayData.Replace("1750000000000000001", "wd_00000000000000000000000000", StringComparison.Ordinal),
                        "withdraw_callback"
                    )
                    .For(hub.Alpha.GatewayAccount)
        ),
        ["gateway, a customer too long to be kept, signed"] = (
            200,
            "malformed",
            hub => Gateway(hub, GatewayData.Replace("9190", new string('<', 6_000), StringComparison.Ordinal)).For(hub.Alpha.GatewayAccount)
        ),
        ["gateway, text"] = (415, "malformed", hub => Gateway(hub).With(c => c.ContentType = "text/plain").For(hub.Alpha.GatewayAccount)),
        ["gateway, no content type"] = (415, "malformed", hub => Gateway(hub).With(c => c.ContentType = "").For(hub.Alpha.GatewayAccount)),
        ["mpay, altered amount"] = (200, "bad_signature", hub => MPay(hub).Altered("amount=88", "amount=880").For(hub.Alpha.MPayAccount)),
        ["mpay, another merchant's key"] = (
            200,
            "bad_signature",
            hub => SignedCallback.MPay(hub.Beta.Keys.MPay, MPayFields).For(hub.Alpha.MPayAccount)
        ),
        ["mpay, without signature"] = (400, "malformed", hub => MPay(hub).Altered("&sign=", "&sig=").For(hub.Alpha.MPayAccount)),
        ["mpay, an order that is not ours"] = (200, "unknown_order", hub => MPay(hub).For(hub.Alpha.MPayAccount)),
        ["mpay, amount twice"] = (200, "ambiguous", hub => MPay(hub).Altered("amount=88", "amount=88&amount=88").For(hub.Alpha.MPayAccount)),
        ["mpay, a value with an ampersand"] = (
            200,
            "ambiguous",
            hub => SignedCallback.MPay(hub.Alpha.Keys.MPay, [.. MPayFields, ("remark", "a&b=c")]).For(hub.Alpha.MPayAccount)
        ),
        ["mpay, an unknown word"] = (
            200,
            "unknown_status",
            hub =>
                SignedCallback
                    .MPay(hub.Alpha.Keys.MPay, ("merchOrderId", "dep_00000000000000000000000000"), ("status", "maybe"), ("amount", "88"))
                    .For(hub.Alpha.MPayAccount)
        ),
        ["mpay, JSON"] = (415, "malformed", hub => MPay(hub).With(c => c.ContentType = "application/json").For(hub.Alpha.MPayAccount)),
        ["an unknown account"] = (404, null, hub => PayProtocol(hub).For("nobody")),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_is_answered_kept_with_its_reason_and_never_becomes_an_order(string name)
    {
        var hub = world.Hub;
        var (status, verdict, make) = Cases[name];
        var (callback, account) = make(hub);

        var before = TimeProvider.System.GetUtcNow();
        var answer = await callback.PostAsync(new Uri(hub.Address, "/callbacks/" + hub.Alpha.CallbackId(account)));

        Assert.Equal(status, answer.Status);
        if (status != 200)
            Assert.DoesNotContain("success", answer.Body, StringComparison.OrdinalIgnoreCase);
        if (verdict is not null)
            await Eventually.TrueAsync(async () => await VerdictAsync(hub, callback, before) == verdict, Hub.Patience, $"the verdict is {verdict}");
        Assert.Empty(await hub.RowsAsync(TableNames.Orders));
        Assert.Empty(hub.Sandbox.Merchant.Received.Items);
    }

    [Fact]
    public async Task One_too_many_without_a_right_signature_is_told_when_to_come_again()
    {
        await using var hub = await Hub.StartAsync(
            new() { ["PaymentHub:Callbacks:RefusedBurst"] = "1", ["PaymentHub:Callbacks:RefusedPerMinute"] = "1" }
        );
        using var client = new HttpClient();
        async Task<HttpResponseMessage> SendAsync()
        {
            using var body = new StringContent("""{"signature":"AAAA","data":{}}""", new MediaTypeHeaderValue("application/json"));
            return await client.PostAsync(new Uri(hub.Address, "/callbacks/" + hub.Alpha.CallbackId(hub.Alpha.GatewayAccount)), body);
        }

        using var kept = await SendAsync();
        using var refused = await SendAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (kept.StatusCode, refused.StatusCode));
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal("", await refused.Content.ReadAsStringAsync());
    }

    private static async Task<string?> VerdictAsync(Hub hub, SignedCallback callback, DateTimeOffset after)
    {
        var rows = await hub.RowsAsync(TableNames.Callbacks, "callback|");
        return rows.SingleOrDefault(row =>
                row.GetDateTimeOffset("ReceivedAt") >= after && row.GetBinary("Body").AsSpan().SequenceEqual(callback.Body)
            )
            ?.GetString("Verdict");
    }

    private static SignedCallback PayProtocol(Hub hub, string body = Recharge, string? secret = null, string? key = null, TimeSpan age = default)
    {
        var keys = hub.Alpha.Keys.PayProtocol;
        keys = keys with { ApiSecret = secret ?? keys.ApiSecret, ApiKey = key ?? keys.ApiKey };
        return SignedCallback.PayProtocol(keys, new Uri(hub.Address, "/callbacks/" + hub.Alpha.CallbackId(hub.Alpha.PayProtocolAccount)), body, age);
    }

    private static SignedCallback Gateway(Hub hub, string? data = null) => SignedCallback.Gateway(hub.Alpha.Keys.Gateway, data ?? GatewayData);

    private static SignedCallback MPay(Hub hub) => SignedCallback.MPay(hub.Alpha.Keys.MPay, MPayFields);
}
