using PaymentHub.Orders;

namespace PaymentHub.Tests.Providers.PayProtocol;

/// <summary>Two currencies of the platform's under one symbol on one network: a bridged coin, or a fake, beside the real one.</summary>
public sealed class PayProtocolCoinTests
{
    private const string Real = """{"currencyId":2,"chainId":1,"symbol":"USDT","decimals":6}""";
    private const string RealByContract =
        """{"currencyId":88,"chainId":1,"symbol":"USDT","address":"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t","decimals":6}""";
    private const string Other = """{"currencyId":77,"chainId":1,"symbol":"usdt","address":"TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1","decimals":6}""";

    [Theory]
    [InlineData(Real, "2", "", "USDT", ReviewReason.None)]
    [InlineData(Real, "77", "", "usdt#77", ReviewReason.CurrencyMismatch)]
    [InlineData(RealByContract, "88", "", "USDT", ReviewReason.None)]
    [InlineData(RealByContract, "77", "", "usdt#77", ReviewReason.CurrencyMismatch)]
    [InlineData(Real, "77", "1/77", "usdt", ReviewReason.None)]
    [InlineData(Real, "2", "1/77", "USDT#2", ReviewReason.CurrencyMismatch)]
    [InlineData(RealByContract, "77", "1/77", "usdt", ReviewReason.None)]
    public async Task Only_one_of_them_is_called_by_the_symbol(string first, string told, string named, string currency, ReviewReason doubt)
    {
        using var bench = Bench(named, first, Other);

        var notice = await bench.Account.NoticeAsync(
            PayProtocolBench.Signed(PayProtocolBench.Recharge.Replace("\"currencyId\":1", $"\"currencyId\":{told}", StringComparison.Ordinal))
        );

        Assert.Equal((currency, doubt, 10m), (notice.Currency, notice.Doubt, notice.Amount));
    }

    /// <summary>What was listed first is good enough for what comes in; what goes out is never sent on a guess.</summary>
    [Theory]
    [InlineData(Real, "", false)]
    [InlineData(Real, "1/2", true)]
    [InlineData(RealByContract, "", true)]
    public async Task A_withdrawal_goes_out_in_the_one_that_is_known_to_be_meant(string first, string named, bool known)
    {
        using var bench = Bench(named, first, Other);

        var mistakes = await bench.Account.MistakesAsync(Withdrawals.PayProtocol);

        Assert.Equal(known ? [] : ["currency"], mistakes.Keys);
    }

    [Fact]
    public async Task A_payment_is_counted_in_the_one_that_the_symbol_means()
    {
        using var bench = Bench("", Real, Other.Replace("\"decimals\":6", "\"decimals\":18", StringComparison.Ordinal));
        const string payment =
            """{"chainId":1,"outTradeNo":"dep_0123456789abcdefghjkmnpqrs","outPaymentNo":"202","paymentStatus":0,"settlementAmount":"12500000","settlementCurrencySymbol":"USDT"}""";

        var notice = await bench.Account.NoticeAsync(PayProtocolBench.Signed(payment));

        Assert.Equal((12.5m, "USDT", ReviewReason.None), (notice.Amount, notice.Currency, notice.Doubt));
    }

    private static PayProtocolBench Bench(string named, params ReadOnlySpan<string> currencies)
    {
        var bench = new PayProtocolBench(("CurrencyIds", named));
        bench.Wire.Answer(PayProtocolBench.Chains).Answer($$"""{"code":200,"data":[{{string.Join(',', currencies)}}]}""");
        return bench;
    }
}
