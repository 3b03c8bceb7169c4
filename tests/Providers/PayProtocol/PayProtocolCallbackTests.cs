using System.Text;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.PayProtocol;

public sealed class PayProtocolCallbackTests : IDisposable
{
    private const string OurId = "wd_0123456789abcdefghjkmnpqrs";

    private readonly PayProtocolBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_acknowledgement_is_the_word_success()
    {
        Assert.Equal(new Acknowledgement("text/plain", "success"), _bench.Account.Acknowledgement);
        Assert.Equal(["x-pay-key", "x-pay-timestamp", "x-pay-sign"], _bench.Account.CallbackHeaders);
    }

    [Theory]
    [InlineData("application/json", "k", "1", "s", CallbackShape.Acceptable)]
    [InlineData("Application/JSON; charset=utf-8", "k", "1", "s", CallbackShape.Acceptable)]
    [InlineData("text/plain", "k", "1", "s", CallbackShape.UnsupportedMediaType)]
    [InlineData("", "k", "1", "s", CallbackShape.UnsupportedMediaType)]
    [InlineData("application/json", "", "1", "s", CallbackShape.Malformed)]
    [InlineData("application/json", "k", "", "s", CallbackShape.Malformed)]
    [InlineData("application/json", "k", "1", "", CallbackShape.Malformed)]
    [InlineData("application/json", "k", "1.5", "s", CallbackShape.Malformed)]
    [InlineData("application/json", "k", "-1", "s", CallbackShape.Malformed)]
    [InlineData("application/json", "k", "1 ", "s", CallbackShape.Malformed)]
    [InlineData("application/json", "k", "１", "s", CallbackShape.Malformed)]
    public void The_door_wants_JSON_and_three_headers(string contentType, string key, string timestamp, string sign, CallbackShape expected)
    {
        var callback = Received.Json("whatever", ("x-pay-key", key), ("x-pay-timestamp", timestamp), ("x-pay-sign", sign)) with
        {
            ContentType = contentType,
        };

        Assert.Equal(expected, _bench.Account.CheckShape(callback));
    }

    [Fact]
    public void The_door_turns_away_what_has_no_headers_at_all()
    {
        Assert.Equal(CallbackShape.Malformed, _bench.Account.CheckShape(Received.Json(PayProtocolBench.Recharge)));
    }

    [Fact]
    public async Task The_documented_recharge_becomes_a_deposit()
    {
        var notice = await _bench.Account.NoticeAsync(PayProtocolBench.Signed(PayProtocolBench.Recharge));

        Assert.Equal(
            new Notice
            {
                Kind = OrderKind.Deposit,
                Status = NoticeStatus.Completed,
                ProviderOrderId = "402",
                Amount = 10m,
                Currency = "TRX",
                Network = "tron",
                Address = "TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1",
                FromAddress = "TLBP2BJykHX3AMaxPttaQdYVTChQpCThK3",
                CustomerId = "9190",
                TransactionId = "53a3784a795a5524a4f960b90c0155c6d8c152255dcb56266a6ed23ce66b47a0",
            },
            notice
        );
    }

    [Fact]
    public async Task The_documented_withdrawal_is_not_one_of_ours()
    {
        Assert.Equal(CallbackVerdict.UnknownOrder, await _bench.Account.VerdictAsync(PayProtocolBench.Signed(PayProtocolBench.Withdrawal)));
    }

    [Theory]
    [InlineData("0", NoticeStatus.Completed)]
    [InlineData("1", NoticeStatus.Pending)]
    [InlineData("2", NoticeStatus.Pending)]
    [InlineData("3", NoticeStatus.Pending)]
    [InlineData("4", NoticeStatus.Failed)]
    [InlineData("5", NoticeStatus.Rejected)]
    public async Task A_withdrawal_of_ours_is_translated_with_every_status(string status, NoticeStatus expected)
    {
        var body = PayProtocolBench
            .Withdrawal.Replace("202404191522", OurId, StringComparison.Ordinal)
            .Replace("\"withdrawStatus\":1", $"\"withdrawStatus\":{status}", StringComparison.Ordinal);

        var notice = await _bench.Account.NoticeAsync(PayProtocolBench.Signed(body));

        Assert.Equal(
            new Notice
            {
                Kind = OrderKind.Withdrawal,
                Status = expected,
                OrderId = OurId,
                ProviderOrderId = "1231",
                Amount = 1m,
                Currency = "USDT",
                Network = "tron",
                Address = "TA1AtPt6bRfFgc4KuXJb9LrJrqxeXiaV2A",
            },
            notice
        );
    }

    [Theory]
    [InlineData("\"rechargeStatus\":0", "\"rechargeStatus\":1", NoticeStatus.Pending)]
    [InlineData("\"rechargeStatus\":0", "\"rechargeStatus\":2", NoticeStatus.Failed)]
    [InlineData("\"rechargeStatus\":0", "\"rechargeStatus\":\"0\"", NoticeStatus.Completed)]
    public async Task A_recharge_is_done_at_zero_pending_at_one_and_failed_at_two(string before, string after, NoticeStatus expected)
    {
        Assert.Equal(expected, (await _bench.Account.NoticeAsync(Altered(before, after))).Status);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("0.0")]
    [InlineData("true")]
    [InlineData("\"success\"")]
    public async Task An_unknown_status_is_not_guessed(string status)
    {
        Assert.Equal(
            CallbackVerdict.UnknownStatus,
            await _bench.Account.VerdictAsync(Altered("\"rechargeStatus\":0", $"\"rechargeStatus\":{status}"))
        );
    }

    [Fact]
    public async Task Decimals_and_network_are_those_of_the_currency_on_its_chain()
    {
        var body = PayProtocolBench
            .Recharge.Replace("\"chainId\":1,\"currencyId\":1", "\"chainId\":2,\"currencyId\":2", StringComparison.Ordinal)
            .Replace("10000000", "580000000000000000", StringComparison.Ordinal)
            .Replace("TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1", "0x52908400098527886E0F7030069857D2E4169EE7", StringComparison.Ordinal);

        var notice = await _bench.Account.NoticeAsync(PayProtocolBench.Signed(body));

        Assert.Equal((0.58m, "USDT", "bsc"), (notice.Amount, notice.Currency, notice.Network));
        Assert.Equal("0x52908400098527886e0f7030069857d2e4169ee7", notice.Address);
    }

    [Fact]
    public async Task An_amount_that_no_decimal_holds_is_a_doubt_and_no_number()
    {
        var notice = await _bench.Account.NoticeAsync(Altered("10000000", "12345678901234567890123456789"));

        Assert.Equal((null, ReviewReason.AmountOutOfRange), (notice.Amount, notice.Doubt));
    }

    [Fact]
    public async Task A_payer_without_an_account_is_nobody_known()
    {
        Assert.Null((await _bench.Account.NoticeAsync(Altered("\"uuid\":\"9190\"", "\"uuid\":null"))).CustomerId);
    }

    [Theory]
    [InlineData("\"rechargeAmount\":\"10000000\"", "\"rechargeAmount\":\"-1\"")]
    [InlineData("\"rechargeAmount\":\"10000000\"", "\"rechargeAmount\":\"10.5\"")]
    [InlineData("\"rechargeAmount\":\"10000000\"", "\"rechargeAmount\":1e7")]
    [InlineData("\"rechargeAmount\":\"10000000\"", "\"rechargeAmount\":1e999999")]
    [InlineData("\"rechargeAmount\":\"10000000\"", "\"rechargeAmount\":null")]
    [InlineData("\"rechargeAmount\":\"10000000\"", "\"rechargeAmount\":[\"1\"]")]
    [InlineData("\"rechargeAmount\":\"10000000\"", "\"amount\":\"10000000\"")]
    [InlineData("\"rechargeId\":402", "\"rechargeId\":-402")]
    [InlineData("\"rechargeId\":402", "\"rechargeId\":402.0")]
    [InlineData("\"rechargeId\":402", "\"rechargeId\":\"0402\"")]
    [InlineData("\"rechargeId\":402", "\"rechargeId\":{}")]
    [InlineData("\"chainId\":1", "\"chainId\":\"TRON\"")]
    [InlineData("\"walletAddress\":\"TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1\"", "\"walletAddress\":\"\"")]
    [InlineData("\"transferHash\":\"53a", "\"transferHash\":5,\"x\":\"53a")]
    [InlineData("\"rechargeStatus\":0,", "")]
    [InlineData("\"uuid\":\"9190\"}", "\"uuid\":\"9190\",}")]
    [InlineData("\"uuid\":\"9190\"", "\"uuid\":\"\\ud800\"")]
    public async Task A_signed_body_that_is_not_as_documented_is_malformed(string before, string after)
    {
        Assert.Equal(CallbackVerdict.Malformed, await _bench.Account.VerdictAsync(Altered(before, after)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"rechargeId\"")]
    [InlineData("rechargeId=402")]
    public async Task A_signed_body_that_is_no_object_is_malformed(string body)
    {
        Assert.Equal(CallbackVerdict.Malformed, await _bench.Account.VerdictAsync(PayProtocolBench.Signed(body)));
    }

    [Fact]
    public async Task Broken_UTF8_and_endless_nesting_are_malformed()
    {
        byte[] broken = [.. "{\"rechargeId\":402,\"uuid\":\""u8, 0xFF, .. "\"}"u8];
        var deep = $$"""{"rechargeId":402,"x":{{new string('[', 10_000)}}{{new string(']', 10_000)}}}""";

        Assert.Equal(CallbackVerdict.Malformed, await _bench.Account.VerdictAsync(PayProtocolBench.Signed(broken)));
        Assert.Equal(CallbackVerdict.Malformed, await _bench.Account.VerdictAsync(PayProtocolBench.Signed(deep)));
    }

    [Theory]
    [InlineData("\"rechargeAmount\":\"10000000\"", "\"rechargeAmount\":\"10000000\",\"rechargeAmount\":\"10000000\"")]
    [InlineData("\"rechargeStatus\":0", "\"rechargeStatus\":2,\"recharge\\u0053tatus\":0")]
    [InlineData("\"uuid\":\"9190\"", "\"uuid\":\"9190\",\"more\":[{\"a\":1,\"a\":1}]")]
    public async Task A_repeated_name_is_ambiguous(string before, string after)
    {
        Assert.Equal(CallbackVerdict.Ambiguous, await _bench.Account.VerdictAsync(Altered(before, after)));
    }

    [Theory]
    [InlineData("{}", CallbackVerdict.UnknownKind)]
    [InlineData("""{"RechargeId":402}""", CallbackVerdict.UnknownKind)]
    [InlineData("""{"rechargeId":null}""", CallbackVerdict.UnknownKind)]
    [InlineData("""{"outPaymentNo":"P1"}""", CallbackVerdict.Malformed)]
    [InlineData("""{"rechargeId":402,"withdrawId":1}""", CallbackVerdict.ContradictoryKind)]
    [InlineData("""{"rechargeId":402,"outPaymentNo":"P1"}""", CallbackVerdict.ContradictoryKind)]
    public async Task The_ids_tell_the_kind(string body, CallbackVerdict expected)
    {
        Assert.Equal(expected, await _bench.Account.VerdictAsync(PayProtocolBench.Signed(body)));
    }

    private static Callback Altered(string before, string after)
    {
        Assert.Contains(before, PayProtocolBench.Recharge, StringComparison.Ordinal);
        return PayProtocolBench.Signed(Encoding.UTF8.GetBytes(PayProtocolBench.Recharge.Replace(before, after, StringComparison.Ordinal)));
    }
}
