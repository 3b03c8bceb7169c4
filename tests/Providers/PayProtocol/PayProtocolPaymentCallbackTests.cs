using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.PayProtocol;

/// <summary>Callbacks about payment orders.</summary>
public sealed class PayProtocolPaymentCallbackTests : PayProtocolPaymentBench
{
    [Fact]
    public async Task The_documented_payment_becomes_our_deposit()
    {
        var notice = await _bench.Account.NoticeAsync(PayProtocolBench.Signed(Payment));

        Assert.Equal(
            new Notice
            {
                Kind = OrderKind.Deposit,
                Status = NoticeStatus.Completed,
                OrderId = OurId,
                ProviderOrderId = "202312181035353064",
                Amount = 12.5m,
                Currency = "USDT",
                Network = "tron",
                Address = Address,
                FromAddress = "TLBP2BJykHX3AMaxPttaQdYVTChQpCThK3",
                TransactionId = "53a3784a795a5524a4f960b90c0155c6d8c152255dcb56266a6ed23ce66b47a0",
            },
            notice
        );
    }

    [Theory]
    [InlineData("0", NoticeStatus.Completed, null)]
    [InlineData("1", NoticeStatus.Awaiting, null)]
    [InlineData("2", NoticeStatus.Pending, null)]
    [InlineData("3", NoticeStatus.Pending, null)]
    [InlineData("4", NoticeStatus.Failed, null)]
    [InlineData("5", NoticeStatus.Failed, "5")]
    public async Task Every_status_is_translated(string status, NoticeStatus expected, string? failure)
    {
        var notice = await _bench.Account.NoticeAsync(Altered("\"paymentStatus\":0", $"\"paymentStatus\":{status}"));

        Assert.Equal((expected, failure, status == "3"), (notice.Status, notice.Failure?.Code, notice.InPart));
    }

    [Theory]
    [InlineData("6")]
    [InlineData("-1")]
    [InlineData("\"paid\"")]
    public async Task An_unknown_status_is_not_guessed(string status)
    {
        Assert.Equal(CallbackVerdict.UnknownStatus, await _bench.Account.VerdictAsync(Altered("\"paymentStatus\":0", $"\"paymentStatus\":{status}")));
    }

    [Fact]
    public async Task Paid_in_part_is_pending_with_what_was_received_so_far()
    {
        var callback = PayProtocolBench.Signed(
            Payment
                .Replace("\"paymentStatus\":0", "\"paymentStatus\":3", StringComparison.Ordinal)
                .Replace("\"settlementAmount\":\"12500000\"", "\"settlementAmount\":\"7000000\"", StringComparison.Ordinal)
        );

        var notice = await _bench.Account.NoticeAsync(callback);

        Assert.Equal((NoticeStatus.Pending, 7m, "USDT", true), (notice.Status, notice.Amount, notice.Currency, notice.InPart));
    }

    [Theory]
    [InlineData("\"settlementAmount\":\"12500000\",", "")]
    [InlineData("\"settlementAmount\":\"12500000\"", "\"settlementAmount\":null")]
    [InlineData("\"settlementAmount\":\"12500000\"", "\"settlementAmount\":\"\"")]
    public async Task What_was_received_is_never_taken_from_what_was_asked_for(string before, string after)
    {
        Assert.Null((await _bench.Account.NoticeAsync(Altered(before, after))).Amount);
    }

    [Fact]
    public async Task What_was_received_may_be_another_currency_with_its_own_decimals()
    {
        var notice = await _bench.Account.NoticeAsync(
            PayProtocolBench.Signed(
                Payment
                    .Replace("\"chainId\":1", "\"chainId\":2", StringComparison.Ordinal)
                    .Replace("\"settlementAmount\":\"12500000\"", "\"settlementAmount\":\"12500000000000000000\"", StringComparison.Ordinal)
            )
        );

        Assert.Equal((12.5m, "bsc"), (notice.Amount, notice.Network));
        Assert.Equal(
            "TRX",
            (await _bench.Account.NoticeAsync(Altered("\"settlementCurrencySymbol\":\"USDT\"", "\"settlementCurrencySymbol\":\"TRX\""))).Currency
        );
    }

    [Theory]
    [InlineData("\"settlementCurrencySymbol\":\"USDT\"", "\"settlementCurrencySymbol\":\"USDC\"")]
    [InlineData("\"chainId\":1", "\"chainId\":77")]
    public async Task A_currency_that_is_not_in_the_lists_has_to_wait(string before, string after)
    {
        Assert.IsType<CallbackResult.NotNow>(await _bench.Account.ReadAsync(Altered(before, after)));
    }

    [Theory]
    [InlineData("\"settlementAmount\":\"12500000\"", "\"settlementAmount\":\"12.5\"", CallbackVerdict.Malformed)]
    [InlineData("\"settlementAmount\":\"12500000\"", "\"settlementAmount\":\"-1\"", CallbackVerdict.Malformed)]
    [InlineData("\"chainId\":1", "\"chainId\":\"TRON\"", CallbackVerdict.Malformed)]
    [InlineData("\"outTradeNo\":\"dep_0123456789abcdefghjkmnpqrs\",", "", CallbackVerdict.Malformed)]
    [InlineData("dep_0123456789abcdefghjkmnpqrs", "1001", CallbackVerdict.UnknownOrder)]
    [InlineData("dep_0123456789abcdefghjkmnpqrs", "wd_0123456789abcdefghjkmnpqrs", CallbackVerdict.UnknownOrder)]
    [InlineData("\"orgId\":7", "\"rechargeId\":7", CallbackVerdict.ContradictoryKind)]
    public async Task A_signed_payment_that_is_not_ours_or_not_as_documented_is_refused(string before, string after, CallbackVerdict verdict)
    {
        Assert.Equal(verdict, await _bench.Account.VerdictAsync(Altered(before, after)));
    }

    [Fact]
    public async Task An_account_that_makes_no_more_payment_orders_still_reads_their_callbacks()
    {
        using var bench = new PayProtocolBench();

        Assert.Equal(OurId, (await bench.Account.NoticeAsync(PayProtocolBench.Signed(Payment))).OrderId);
    }
}
