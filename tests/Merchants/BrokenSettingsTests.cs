using PaymentHub.Merchants;

namespace PaymentHub.Tests.Merchants;

/// <summary>What a mistake in the settings puts out, and what it leaves.</summary>
public class BrokenSettingsTests
{
    private const string Unresolved =
        "is a Key Vault reference that was not resolved: look at the app's identity, its rights in the vault, and the secret's name.";
    private const string Market = "Merchants__market";
    private const string MarketAccount = Market + "__Accounts__market_pay";

    [Theory]
    [InlineData("%__Sha256", "x")]
    [InlineData("#__Secrets__0", null)]
    [InlineData("#__Url", "http://shop.example")]
    [InlineData("~", "x")]
    [InlineData("~__Typo", "x")]
    public void A_merchant_with_a_mistake_is_out_and_the_others_are_served(string name, string? value)
    {
        var directory = Two().Set(name, value).Read();

        Assert.Null(directory.FindMerchant("shop"));
        Assert.NotNull(directory.FindMerchant("market"));
        Assert.Equal(["market_pay"], directory.Accounts.Select(account => account.Id));
        var broken = Assert.Single(directory.Broken);
        Assert.Equal(("shop", true), (broken.Id, broken.IsOut));
        Assert.NotEmpty(broken.Mistakes);
        Assert.Equal(("shop_pay", "fake"), (Assert.Single(broken.Accounts).Id, broken.Accounts[0].ProviderName));
        Assert.Null(directory.FindByCallbackId("first_callback_id_0123456789"));
        Assert.Same(broken.Accounts[0], Assert.Single(directory.FindBroken("first_callback_id_0123456789")));
    }

    [Theory]
    [InlineData("@__Confirm", "perhaps")]
    [InlineData("@__Provider", "nobody")]
    [InlineData("@__Settings__Key", null)]
    [InlineData("@__CallbackIds__1", "short")]
    public void An_account_with_a_mistake_is_out_and_its_merchant_stays(string name, string? value)
    {
        var directory = Two()
            .Set("~__Accounts__shop_two__Provider", "other")
            .Set("~__Accounts__shop_two__BaseUrl", "https://provider.example")
            .Set("~__Accounts__shop_two__CallbackIds__0", "fourth_callback_id_0123456789")
            .Set("~__Accounts__shop_two__Settings__Key", "key")
            .Set(name, value)
            .Read();

        Assert.NotNull(directory.FindMerchant("shop"));
        Assert.Equal(["market_pay", "shop_two"], directory.Accounts.Select(account => account.Id).Order(StringComparer.Ordinal));
        var broken = Assert.Single(directory.Broken);
        Assert.Equal(("shop", false), (broken.Id, broken.IsOut));
        Assert.Empty(broken.Mistakes);
        Assert.Single(Assert.Single(broken.Accounts).Mistakes);
    }

    [Theory]
    [InlineData("PublicBaseUrl", "http://hub.example")]
    [InlineData("Outbox__Grace", "30")]
    [InlineData("Typo", "x")]
    public void A_mistake_of_the_hub_still_keeps_it_from_starting(string name, string value) =>
        Assert.Throws<InvalidSettingsException>(Two().Set(name, value).Read);

    [Fact]
    public void With_nobody_left_to_serve_it_does_not_start()
    {
        var error = Assert.Throws<InvalidSettingsException>(new SettingsFile().Set("%__Sha256", "x").Set("@__Confirm", "perhaps").Read);

        Assert.Equal(2, error.Mistakes.Count);
    }

    [Fact]
    public void An_account_id_of_two_merchants_puts_both_accounts_out()
    {
        var directory = Two()
            .Set(Market + "__Accounts__shop_pay__Provider", "other")
            .Set(Market + "__Accounts__shop_pay__BaseUrl", "https://provider.example")
            .Set(Market + "__Accounts__shop_pay__CallbackIds__0", "fifth_callback_id_0123456789")
            .Set(Market + "__Accounts__shop_pay__Settings__Key", "key")
            .Read();

        Assert.Equal(["market_pay"], directory.Accounts.Select(account => account.Id));
        Assert.NotNull(directory.FindMerchant("shop"));
        Assert.Equal(["shop", "market"], directory.Broken.Select(merchant => merchant.Id).OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public void A_callback_id_of_two_accounts_puts_both_out_and_is_evidence_for_both()
    {
        var directory = Two().Set(MarketAccount + "__CallbackIds__0", "first_callback_id_0123456789").Read();

        Assert.Empty(directory.Accounts);
        Assert.Equal(
            ["market_pay", "shop_pay"],
            directory.FindBroken("first_callback_id_0123456789").Select(account => account.Id).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void An_api_key_of_two_merchants_is_neither_s_and_both_are_served()
    {
        var directory = Two().Set(Market + "__ApiKeys__0__Sha256", new string('A', 64)).Read();

        Assert.Equal(["market_pay", "shop_pay"], directory.Accounts.Select(account => account.Id).Order(StringComparer.Ordinal));
        Assert.Empty(directory.FindMerchant("shop")!.Keys);
        Assert.Empty(directory.FindMerchant("market")!.Keys);
        Assert.All(
            directory.Broken,
            merchant =>
                Assert.Equal((false, "PaymentHub: the same API key stands in two places."), (merchant.IsOut, Assert.Single(merchant.Mistakes)))
        );
    }

    [Fact]
    public void What_is_no_id_has_nothing_kept_for_it()
    {
        var directory = Two()
            .Set("~__Accounts__Shop-2__Provider", "other")
            .Set("~__Accounts__Shop-2__BaseUrl", "https://provider.example")
            .Set("~__Accounts__Shop-2__CallbackIds__0", "sixth_callback_id_0123456789")
            .Set("~__Accounts__Shop-2__Settings__Key", "key")
            .Read();

        Assert.Null(Assert.Single(directory.FindBroken("sixth_callback_id_0123456789")).CallbackHeaders);
    }

    [Theory]
    [InlineData("PublicBaseUrl", "")]
    [InlineData("Outbox__Grace", "")]
    [InlineData("PaymentPageLease", "")]
    [InlineData("%__Sha256", "~")]
    [InlineData("%__Owner", "~")]
    [InlineData("%__Roles", "~")]
    [InlineData("#__Url", "~")]
    [InlineData("#__Secrets__0", "~")]
    [InlineData("#__Events", "~")]
    [InlineData("#__RateLimit", "~")]
    [InlineData("@__Provider", "@")]
    [InlineData("@__BaseUrl", "@")]
    [InlineData("@__CallbackIds__0", "@")]
    [InlineData("@__Approval", "@")]
    [InlineData("@__LimitPerDay", "@")]
    public void A_reference_into_a_vault_that_was_not_resolved_is_one_mistake_of_its_setting(string name, string whose)
    {
        var mistake = $"{SettingsFile.Full(name)} {Unresolved}";
        var file = Two().Set(name, " @microsoft.keyvault(VaultName=v;SecretName=hidden)");

        Assert.Equal([mistake], file.Mistakes());
        if (whose.Length == 0)
            Assert.Throws<InvalidSettingsException>(file.Read);
        else
            Assert.Equal(whose == "~", Assert.Single(file.Read().Broken).IsOut);
    }

    private static SettingsFile Two() =>
        new SettingsFile()
            .Set(Market + "__ApiKeys__0__Sha256", new string('b', 64))
            .Set(Market + "__ApiKeys__0__Owner", "backend")
            .Set(Market + "__ApiKeys__0__Roles", "read")
            .Set(MarketAccount + "__Provider", "fake")
            .Set(MarketAccount + "__BaseUrl", "https://provider.example")
            .Set(MarketAccount + "__CallbackIds__0", "third_callback_id_0123456789")
            .Set(MarketAccount + "__Settings__Key", "key");
}
