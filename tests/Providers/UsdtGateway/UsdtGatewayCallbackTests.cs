using System.Text;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.UsdtGateway;

public sealed class UsdtGatewayCallbackTests : IDisposable
{
    private readonly UsdtGatewayBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_acknowledgement_is_code_one()
    {
        Assert.Equal(new Acknowledgement("application/json", "{\"code\":1}"), _bench.Account.Acknowledgement);
        Assert.Empty(_bench.Account.CallbackHeaders);
    }

    [Theory]
    [InlineData("""{"signature":"s","data":{}}""", CallbackShape.Acceptable)]
    [InlineData("""{"data":{},"more":1,"signature":"s"}""", CallbackShape.Acceptable)]
    [InlineData("""{"signature":"s","data":{"a":1,"a":1}}""", CallbackShape.Acceptable)]
    [InlineData("""{"s\u0069gnature":"s","d\u0061ta":{}}""", CallbackShape.Acceptable)]
    [InlineData("", CallbackShape.Malformed)]
    [InlineData("[]", CallbackShape.Malformed)]
    [InlineData("{}", CallbackShape.Malformed)]
    [InlineData("""{"signature":"s"}""", CallbackShape.Malformed)]
    [InlineData("""{"data":{}}""", CallbackShape.Malformed)]
    [InlineData("""{"sign":"s","data":{}}""", CallbackShape.Malformed)]
    [InlineData("""{"signature":"","data":{}}""", CallbackShape.Malformed)]
    [InlineData("""{"signature":null,"data":{}}""", CallbackShape.Malformed)]
    [InlineData("""{"signature":1,"data":{}}""", CallbackShape.Malformed)]
    [InlineData("""{"signature":{"signature":"s"},"data":{}}""", CallbackShape.Malformed)]
    [InlineData("""{"signature":"s","data":[]}""", CallbackShape.Malformed)]
    [InlineData("""{"signature":"s","data":"{}"}""", CallbackShape.Malformed)]
    [InlineData("""{"signature":"s","data":null}""", CallbackShape.Malformed)]
    [InlineData("""{"signature":"s","signature":"s","data":{}}""", CallbackShape.Malformed)]
    [InlineData("""{"signature":"s","data":{},"d\u0061ta":{}}""", CallbackShape.Malformed)]
    [InlineData("""{"signature":"s","data":{},"data":1}""", CallbackShape.Malformed)]
    [InlineData("""{"signature":"s","data":{},}""", CallbackShape.Malformed)]
    [InlineData("""[{"signature":"s","data":{}}]""", CallbackShape.Malformed)]
    public void The_door_wants_one_signature_and_one_object(string body, CallbackShape expected)
    {
        Assert.Equal(expected, _bench.Account.CheckShape(Received.Json(body)));
    }

    [Fact]
    public void The_door_wants_JSON()
    {
        var callback = UsdtGatewayBench.Signed(UsdtGatewayBench.Recharge) with { ContentType = "text/plain" };

        Assert.Equal(CallbackShape.UnsupportedMediaType, _bench.Account.CheckShape(callback));
    }

    [Theory]
    [InlineData("recharge_callback")]
    [InlineData("rechargeCallback")]
    public async Task The_subject_counts_beside_the_data_and_inside(string subject)
    {
        var inside = UsdtGatewayBench.Recharge.Replace("{\"identify\"", $"{{\"subject\":\"{subject}\",\"identify\"", StringComparison.Ordinal);

        Assert.Equal(OrderKind.Deposit, (await _bench.Account.NoticeAsync(UsdtGatewayBench.Signed(UsdtGatewayBench.Recharge, subject))).Kind);
        Assert.Equal(OrderKind.Deposit, (await _bench.Account.NoticeAsync(UsdtGatewayBench.Signed(inside, null))).Kind);
        Assert.Equal(OrderKind.Deposit, (await _bench.Account.NoticeAsync(UsdtGatewayBench.Signed(inside, "rechargeCallback"))).Kind);
        Assert.Equal(CallbackVerdict.ContradictoryKind, await _bench.Account.VerdictAsync(UsdtGatewayBench.Signed(inside, "withdraw_callback")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("payment_callback")]
    [InlineData("RECHARGE_CALLBACK")]
    public async Task Without_a_known_subject_the_kind_is_unknown(string? subject)
    {
        Assert.Equal(CallbackVerdict.UnknownKind, await _bench.Account.VerdictAsync(UsdtGatewayBench.Signed(UsdtGatewayBench.Recharge, subject)));
    }

    [Fact]
    public async Task A_subject_that_is_no_text_is_unknown()
    {
        var sign = UsdtGatewayBench.Sign(UsdtGatewayBench.Recharge);
        var callback = Received.Json($$"""{"signature":"{{sign}}","subject":["recharge_callback"],"data":{{UsdtGatewayBench.Recharge}}}""");

        Assert.Equal(CallbackVerdict.UnknownKind, await _bench.Account.VerdictAsync(callback));
    }

    [Theory]
    [InlineData("recharge_callback", "\"1739182736451827364\"", null)]
    [InlineData("recharge_callback", "1739182736451827364", null)]
    [InlineData("recharge_callback", "\"wd_0123456789abcdefghjkmnpqrs\"", CallbackVerdict.ContradictoryKind)]
    [InlineData("recharge_callback", "\"17391827364518 7364\"", CallbackVerdict.ContradictoryKind)]
    [InlineData("recharge_callback", "\"１２\"", CallbackVerdict.ContradictoryKind)]
    [InlineData("recharge_callback", "-17", CallbackVerdict.ContradictoryKind)]
    [InlineData("recharge_callback", "1.7e18", CallbackVerdict.ContradictoryKind)]
    [InlineData("recharge_callback", "\"11111111111111111111111111111111111111111\"", CallbackVerdict.ContradictoryKind)]
    [InlineData("recharge_callback", "\"\"", CallbackVerdict.Malformed)]
    [InlineData("recharge_callback", "null", CallbackVerdict.Malformed)]
    [InlineData("withdraw_callback", "\"wd_0123456789abcdefghjkmnpqrs\"", null)]
    [InlineData("withdrawCallback", "\"wd_0123456789abcdefghjkmnpqrs\"", null)]
    [InlineData("withdraw_callback", "\"1739182736451827364\"", CallbackVerdict.ContradictoryKind)]
    [InlineData("withdraw_callback", "\"dep_0123456789abcdefghjkmnpqrs\"", CallbackVerdict.UnknownOrder)]
    [InlineData("withdraw_callback", "\"wd_short\"", CallbackVerdict.UnknownOrder)]
    [InlineData("withdraw_callback", "\"wd_0123456789abcdefghjkmnpqrs|order\"", CallbackVerdict.UnknownOrder)]
    public async Task The_signed_order_id_has_to_fit_the_subject(string subject, string orderId, CallbackVerdict? refused)
    {
        var data = UsdtGatewayBench.Recharge.Replace("\"1739182736451827364\"", orderId, StringComparison.Ordinal);

        var result = await _bench.Account.ReadAsync(UsdtGatewayBench.Signed(data, subject));

        Assert.Equal(refused, (result as CallbackResult.Refused)?.Verdict);
        Assert.Equal(refused is null, result is CallbackResult.Verified);
    }

    [Theory]
    [InlineData("\"identify\":\"user-1\"", "\"identify\":\"\"")]
    [InlineData("\"identify\":\"user-1\",", "")]
    [InlineData("53a3784a", "zzzzzzzz")]
    [InlineData("53a3784a", "")]
    public async Task Signed_data_that_is_not_as_documented_is_malformed(string before, string after)
    {
        Assert.Equal(CallbackVerdict.Malformed, await VerdictOfAsync(before, after));
    }

    [Theory]
    [InlineData("\"amount\":51.5", "\"amount\":51.5,\"amount\":51.5")]
    [InlineData("\"amount\":51.5", "\"amount\":51.5,\"am\\u006funt\":9")]
    [InlineData("\"amount\":51.5", "\"amount\":51.5,\"x\":{\"y\":1,\"y\":2}")]
    public async Task A_repeated_name_inside_the_data_is_ambiguous(string before, string after)
    {
        Assert.Equal(CallbackVerdict.Ambiguous, await VerdictOfAsync(before, after));
    }

    [Fact]
    public async Task A_repeated_name_beside_the_data_is_ambiguous()
    {
        var sign = UsdtGatewayBench.Sign(UsdtGatewayBench.Recharge);
        string Body(string more) => $$"""{"signature":"{{sign}}",{{more}}"subject":"recharge_callback","data":{{UsdtGatewayBench.Recharge}}}""";

        foreach (var more in new[] { "\"subject\":\"withdraw_callback\",", $"\"signature\":\"{sign}\",", "\"data\":{}," })
            Assert.Equal(CallbackVerdict.Ambiguous, await _bench.Account.VerdictAsync(Received.Json(Body(more))));
    }

    [Fact]
    public async Task A_forgery_is_a_forgery_however_it_is_written()
    {
        Assert.Equal(CallbackVerdict.BadSignature, await _bench.Account.VerdictAsync(UsdtGatewayBench.Body("""{"a":1,"a":2}""", "AAAA")));
    }

    [Fact]
    public async Task Broken_UTF8_and_endless_nesting_are_malformed()
    {
        byte[] broken = [.. "{\"signature\":\"s\",\"data\":{\"identify\":\""u8, 0xC0, 0x80, .. "\"}}"u8];
        var deep = $$"""{"signature":"s","data":{"x":{{new string('[', 10_000)}}{{new string(']', 10_000)}} } }""";

        foreach (var body in new[] { broken, Encoding.UTF8.GetBytes(deep) })
        {
            Assert.Equal(CallbackShape.Malformed, _bench.Account.CheckShape(Received.Json(body)));
            Assert.Equal(CallbackVerdict.Malformed, await _bench.Account.VerdictAsync(Received.Json(body)));
        }
    }

    private static Callback Altered(string before, string after)
    {
        Assert.Contains(before, UsdtGatewayBench.Recharge, StringComparison.Ordinal);
        return UsdtGatewayBench.Signed(UsdtGatewayBench.Recharge.Replace(before, after, StringComparison.Ordinal));
    }

    private Task<CallbackVerdict> VerdictOfAsync(string before, string after) => _bench.Account.VerdictAsync(Altered(before, after));
}
