using PaymentHub.Merchants;

namespace PaymentHub.Tests.Merchants;

public class RequestCheckTests
{
    private readonly RequestCheck _check = new();

    [Theory]
    [InlineData("1", "1")]
    [InlineData("0.58", "0.58")]
    [InlineData("007", "7")]
    [InlineData("9999999999999999999999999999", "9999999999999999999999999999")]
    public void A_positive_amount_is_taken_exactly(string text, string expected)
    {
        var amount = _check.Amount("amount", text);

        Assert.Null(_check.Problem);
        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), amount);
    }

    [Theory]
    [InlineData(null, "It is required")]
    [InlineData("", "It is required")]
    [InlineData("0", "It must be a positive amount")]
    [InlineData("0.000", "It must be a positive amount")]
    [InlineData("-1", "It must be a positive amount")]
    [InlineData("+1", "It must be a positive amount")]
    [InlineData("1e3", "It must be a positive amount")]
    [InlineData("1,5", "It must be a positive amount")]
    [InlineData(".5", "It must be a positive amount")]
    [InlineData("5.", "It must be a positive amount")]
    [InlineData(" 5", "It must be a positive amount")]
    [InlineData("5\n", "It must be a positive amount")]
    [InlineData("٥", "It must be a positive amount")]
    [InlineData("NaN", "It must be a positive amount")]
    [InlineData("12345678901234567890123456789", "It has more than 28 significant digits.")]
    public void Another_amount_is_refused(string? text, string message)
    {
        _check.Amount("amount", text);

        var error = Assert.Single(_check.Problem!.Errors);
        Assert.Equal("amount", error.Field);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("Az09._:@-", true)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", true)]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("a|b", false)]
    [InlineData("é", false)]
    [InlineData("a\n", false)]
    public void A_merchant_s_id_has_one_form(string? text, bool expected)
    {
        _check.MerchantText("reference", text);

        Assert.Equal(expected, _check.Problem is null);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("余额", true)]
    [InlineData("12345", true)]
    [InlineData("123456", false)]
    [InlineData("", false)]
    [InlineData("a\tb", false)]
    public void An_optional_text_is_short_and_plain_or_left_out(string? text, bool expected)
    {
        _check.OptionalText("title", text, 5);

        Assert.Equal(expected, _check.Problem is null);
    }

    [Theory]
    [InlineData(20, 40, 200, "x", true)]
    [InlineData(21, 40, 200, "x", false)]
    [InlineData(20, 41, 200, "x", false)]
    [InlineData(20, 40, 201, "x", false)]
    [InlineData(1, 40, 0, "x", true)]
    [InlineData(20, 40, 100, "\"", true)]
    [InlineData(20, 40, 200, "🎁", false)]
    [InlineData(2, 40, 100, "🎁", true)]
    public void Metadata_are_few_and_short(int count, int key, int value, string of, bool expected)
    {
        var text = string.Concat(Enumerable.Repeat(of, value / of.Length));
        _check.Metadata(Enumerable.Range(0, count).ToDictionary(i => $"{i:00}".PadRight(key, 'k'), _ => text));

        Assert.Equal(expected, _check.Problem is null);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("https://shop.example/done?order=1", true)]
    [InlineData("http://shop.example", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("//shop.example", false)]
    [InlineData("/done", false)]
    [InlineData("", false)]
    public void An_optional_address_is_http_or_left_out(string? text, bool expected)
    {
        _check.OptionalUrl("return_url", text);

        Assert.Equal(expected, _check.Problem is null);
    }

    [Fact]
    public void Another_merchant_s_account_is_as_unknown_as_none()
    {
        var directory = TestDirectory.With(TestDirectory.Account(new FakeProviderAccount()));

        _check.Account(directory, new Merchant("market", [], []), "shop_pay");
        _check.Account(directory, new Merchant("market", [], []), "no_such");

        Assert.Equal(
            ["You have no account with that id.", "You have no account with that id."],
            _check.Problem!.Errors.Select(error => error.Message)
        );
    }
}
