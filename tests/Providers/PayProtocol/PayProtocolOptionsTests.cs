namespace PaymentHub.Tests.Providers.PayProtocol;

public sealed class PayProtocolOptionsTests : IDisposable
{
    private readonly PayProtocolBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("ApiKey", null, "ApiKey is missing.")]
    [InlineData("ApiKey", "", "ApiKey is missing.")]
    [InlineData("ApiKey", "key\r\nX-Other: 1", "ApiKey must be visible ASCII, since it travels in a header.")]
    [InlineData("ApiKey", "schlüssel", "ApiKey must be visible ASCII, since it travels in a header.")]
    [InlineData("ApiSecret", null, "ApiSecret is missing.")]
    [InlineData("ApiSecret", "secret\n", "ApiSecret must not start or end with white space.")]
    [InlineData("TimestampAhead", "soon", "TimestampAhead must be a duration such as 00:05:00, above zero and at most 1.00:00:00.")]
    [InlineData("TimestampBehind", "30", "TimestampBehind must be a duration such as 00:30:00, above zero and at most 1.00:00:00.")]
    [InlineData("TimestampBehind", "-00:30:00", "TimestampBehind must be a duration such as 00:30:00, above zero and at most 1.00:00:00.")]
    [InlineData("CatalogueRefreshPause", "02:00:00", "CatalogueRefreshPause must be a duration such as 00:00:10, above zero and at most 01:00:00.")]
    [InlineData("RequestTimeout", "00:00:00", "RequestTimeout must be a duration such as 00:00:15, above zero and at most 00:02:00.")]
    [InlineData("Retries", "six", "Retries must be a whole number from 0 to 5.")]
    [InlineData("Retries", "6", "Retries must be a whole number from 0 to 5.")]
    [InlineData(
        "ApiSecrets",
        "secret",
        "ApiSecrets is not a setting; there are here: ApiKey, ApiSecret, ApiSecretPrevious, CatalogueRefreshPause, CurrencyIds, NetworkNames, NotFoundCodes, PaymentOrders, PaymentPageBaseUrl, RefusalCodes, RequestTimeout, Retries, RetryPause, TimestampAhead, TimestampBehind, UtcOffset."
    )]
    [InlineData("CurrencyIds", "1/2,3", "CurrencyIds must be ids such as 1/2, a chain's and its currency's, separated by commas.")]
    [InlineData("NotFoundCodes", "10004,200", "NotFoundCodes must not hold 200, the code of a good answer.")]
    [InlineData("PaymentOrders", "1", "PaymentOrders must be true or false.")]
    [InlineData(
        "PaymentPageBaseUrl",
        "http://payment.example",
        "PaymentPageBaseUrl must be an https address without user, query or fragment; http is allowed only for this machine itself."
    )]
    [InlineData(
        "PaymentPageBaseUrl",
        "https://payment.example/?a=b",
        "PaymentPageBaseUrl must be an https address without user, query or fragment; http is allowed only for this machine itself."
    )]
    [InlineData(
        "PaymentPageBaseUrl",
        "payment.example",
        "PaymentPageBaseUrl must be an https address without user, query or fragment; http is allowed only for this machine itself."
    )]
    public void A_mistake_names_its_setting_and_never_its_value(string name, string? value, string sentence)
    {
        Assert.Equal([sentence], _bench.Bench.Mistakes(name, value));
    }

    [Fact]
    public void An_account_with_mistakes_is_not_opened()
    {
        Assert.Throws<InvalidOperationException>(() => _bench.Bench.OpenUnchecked("https://pay.example/api/mer", ("ApiSecret", "")));
    }

    [Fact]
    public async Task No_retries_means_one_try()
    {
        using var once = new PayProtocolBench(("Retries", "0"));
        once.Wire.Break();

        await once.Account.IssueAddressesAsync("USER10001", CancellationToken.None);

        Assert.Single(once.Wire.Sent);
    }

    [Fact]
    public void Nothing_that_can_be_printed_holds_a_secret()
    {
        Assert.DoesNotContain(PayProtocolBench.Secret, _bench.Account.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("callbacks", PayProtocolBench.Signed(PayProtocolBench.Recharge).ToString(), StringComparison.Ordinal);
    }
}
