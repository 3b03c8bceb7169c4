using System.Globalization;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.UsdtGateway;

public sealed class UsdtGatewayTranslationTests : IDisposable
{
    private readonly UsdtGatewayBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_recharge_becomes_a_completed_deposit()
    {
        var notice = await _bench.Account.NoticeAsync(UsdtGatewayBench.Signed(UsdtGatewayBench.Recharge));

        Assert.Equal(
            new Notice
            {
                Kind = OrderKind.Deposit,
                Status = NoticeStatus.Completed,
                ProviderOrderId = "1739182736451827364",
                Amount = 51.5m,
                Currency = "USDT",
                Network = "tron",
                CustomerId = "user-1",
                TransactionId = UsdtGatewayBench.TransactionId,
            },
            notice
        );
    }

    [Fact]
    public async Task A_withdrawal_with_a_transaction_is_completed_and_ours()
    {
        var notice = await _bench.Account.NoticeAsync(UsdtGatewayBench.Signed(UsdtGatewayBench.Withdrawal, "withdraw_callback"));

        Assert.Equal(
            new Notice
            {
                Kind = OrderKind.Withdrawal,
                Status = NoticeStatus.Completed,
                OrderId = UsdtGatewayBench.OurId,
                Amount = 20m,
                Currency = "USDT",
                Network = "tron",
                CustomerId = "user-1",
                TransactionId = UsdtGatewayBench.TransactionId,
            },
            notice
        );
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    public async Task A_withdrawal_without_a_transaction_may_or_may_not_have_happened(string transaction)
    {
        var data = UsdtGatewayBench.Withdrawal.Replace($"\"{UsdtGatewayBench.TransactionId}\"", transaction, StringComparison.Ordinal);

        var notice = await _bench.Account.NoticeAsync(UsdtGatewayBench.Signed(data, "withdraw_callback"));

        Assert.Equal((NoticeStatus.Pending, ReviewReason.OutcomeUnknown), (notice.Status, notice.Doubt));
    }

    [Theory]
    [InlineData("51", "51")]
    [InlineData("51.0", "51")]
    [InlineData("5.1e1", "51")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("12345678901234567890.123456", "12345678901234567890.123456")]
    public async Task An_amount_is_exact_in_every_JSON_spelling(string amount, string expected)
    {
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), (await NoticeOfAsync("51.5", amount)).Amount);
    }

    [Theory]
    [InlineData("1e999999")]
    [InlineData("1.2345678901234567890123456789")]
    [InlineData("12345678901234567890123456789")]
    public async Task An_amount_that_no_decimal_holds_is_a_doubt_and_no_number(string amount)
    {
        var notice = await NoticeOfAsync("51.5", amount);

        Assert.Equal((null, ReviewReason.AmountOutOfRange), (notice.Amount, notice.Doubt));
    }

    [Theory]
    [InlineData("1e-20")]
    [InlineData("0.30000000000000004")]
    [InlineData("0.0000001")]
    public async Task An_amount_finer_than_its_currency_is_a_doubt(string amount)
    {
        Assert.Equal(ReviewReason.AmountOutOfRange, (await NoticeOfAsync("51.5", amount)).Doubt);
    }

    [Fact]
    public async Task A_hash_may_have_0x_before_it()
    {
        var notice = await NoticeOfAsync($"\"{UsdtGatewayBench.TransactionId}\"", $"\"0x{UsdtGatewayBench.TransactionId}\"");

        Assert.Equal($"0x{UsdtGatewayBench.TransactionId}", notice.TransactionId);
    }

    [Theory]
    [InlineData("", '9')]
    [InlineData("1.", '0')]
    public async Task An_endless_amount_is_such_a_doubt_too(string start, char digit)
    {
        var notice = await NoticeOfAsync("51.5", start + new string(digit, 20_000));

        Assert.Equal((null, ReviewReason.AmountOutOfRange), (notice.Amount, notice.Doubt));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("\"51\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[51]")]
    public async Task What_is_no_JSON_number_is_no_amount(string amount)
    {
        Assert.Equal(CallbackVerdict.Malformed, await VerdictOfAsync("51.5", amount));
    }

    [Theory]
    [InlineData("\"chain_type\":3", "\"chain_type\":1", "USDT", null)]
    [InlineData("\"chain_type\":3", "\"chain_type\":3.0", "USDT", null)]
    [InlineData("\"chain_type\":3,", "", "USDT", null)]
    [InlineData("\"contract_type\":32", "\"contract_type\":33", null, "tron")]
    [InlineData("\"contract_type\":32", "\"contract_type\":null", null, "tron")]
    public async Task Another_chain_or_contract_is_another_currency(string before, string after, string? currency, string? network)
    {
        var notice = await NoticeOfAsync(before, after);

        Assert.Equal((ReviewReason.CurrencyMismatch, currency, network), (notice.Doubt, notice.Currency, notice.Network));
    }

    private static Callback Altered(string before, string after)
    {
        Assert.Contains(before, UsdtGatewayBench.Recharge, StringComparison.Ordinal);
        return UsdtGatewayBench.Signed(UsdtGatewayBench.Recharge.Replace(before, after, StringComparison.Ordinal));
    }

    private Task<Notice> NoticeOfAsync(string before, string after) => _bench.Account.NoticeAsync(Altered(before, after));

    private Task<CallbackVerdict> VerdictOfAsync(string before, string after) => _bench.Account.VerdictAsync(Altered(before, after));
}
