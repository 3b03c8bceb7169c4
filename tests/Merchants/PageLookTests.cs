using PaymentHub.Merchants;

namespace PaymentHub.Tests.Merchants;

public class PageLookTests
{
    private static readonly string[] Names = ["~__Page__Name", "~__Page__LogoUrl", "~__Page__AccentColor"];

    [Fact]
    public void A_merchant_s_pages_look_as_it_says()
    {
        var look = new SettingsFile()
            .Set(Names[0], "Gold & Söhne")
            .Set(Names[1], "https://shop.example/logo.svg")
            .Set(Names[2], "#0B5CAD")
            .Read()
            .FindMerchant("shop")!
            .Page;

        Assert.Equal(new PageLook("Gold & Söhne", new Uri("https://shop.example/logo.svg"), "#0b5cad"), look);
    }

    [Fact]
    public void Without_any_of_it_they_are_plain() => Assert.Equal(PageLook.Plain, new SettingsFile().Read().FindMerchant("shop")!.Page);

    [Theory]
    [InlineData(0, "a name that is longer than any name on a page may be")]
    [InlineData(1, "http://shop.example/logo.svg")]
    [InlineData(1, "https://shop.example/logo;script-src.svg")]
    [InlineData(1, "https://shop.example/a,b")]
    [InlineData(1, "javascript:alert(1)")]
    [InlineData(2, "red")]
    [InlineData(2, "#0b5cad;}body{display:none")]
    [InlineData(2, "#78b7f5")]
    [InlineData(2, "#ffffff")]
    public void A_mistake_in_it_is_told_and_stops_nobody(int name, string value)
    {
        var file = new SettingsFile().Set(Names[0], "Shop").Set(Names[name], value);

        Assert.StartsWith(SettingsFile.Full(Names[name]), Assert.Single(file.Mistakes()), StringComparison.Ordinal);
        Assert.Single(file.Read().Accounts);
        Assert.Equal(name == 0 ? null : "Shop", file.Read().FindMerchant("shop")!.Page.Name);
    }

    [Fact]
    public void An_address_of_a_logo_is_not_too_long_for_a_header() =>
        Assert.StartsWith(
            SettingsFile.Full(Names[1]) + " must be at most 500 characters",
            Assert.Single(new SettingsFile().Set(Names[1], "https://shop.example/" + new string('a', 500)).Mistakes()),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("#000000", 21)]
    [InlineData("#ffffff", 1)]
    [InlineData("#767676", 4.54)]
    public void Contrast_is_what_WCAG_says(string color, double ratio) => Assert.Equal(ratio, PageLook.ContrastWithWhite(color), 2);

    [Theory]
    [InlineData("not base64")]
    [InlineData("c2hvcnQ=")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g")]
    public void A_master_key_is_32_bytes(string key)
    {
        var mistake = Assert.Single(new SettingsFile().Set("MasterKeys__0", key).Mistakes());

        Assert.Equal("PaymentHub__MasterKeys__0 must be 32 random bytes in base64.", mistake);
    }

    [Fact]
    public void There_are_at_most_two_master_keys()
    {
        var key = Convert.ToBase64String(new byte[32]);
        var file = new SettingsFile().Set("MasterKeys__0", key).Set("MasterKeys__1", Convert.ToBase64String([.. Enumerable.Repeat((byte)1, 32)]));

        Assert.Equal(2, file.Read().Settings.MasterKeys.Derive("any purpose", 32).Count);
        Assert.NotEqual(file.Read().Settings.MasterKeys.Derive("one", 32)[0], file.Read().Settings.MasterKeys.Derive("other", 32)[0]);
        Assert.Contains(
            file.Set("MasterKeys__2", key).Mistakes(),
            mistake => mistake.StartsWith("PaymentHub__MasterKeys may be", StringComparison.Ordinal)
        );
    }
}
