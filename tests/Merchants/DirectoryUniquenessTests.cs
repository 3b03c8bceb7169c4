namespace PaymentHub.Tests.Merchants;

/// <summary>What must stand in the settings only once.</summary>
public sealed class DirectoryUniquenessTests : DirectoryReaderBench
{
    [Fact]
    public void An_account_id_belongs_to_one_merchant_whatever_else_is_wrong_with_it()
    {
        var file = new SettingsFile()
            .Set("Merchants__market__Accounts__shop_pay__Provider", "other")
            .Set("Merchants__market__Accounts__shop_pay__CallbackIds__0", "third_callback_id_0123456789");

        Assert.Contains("PaymentHub: the account id 'shop_pay' is used twice; account ids are unique over all merchants.", file.Mistakes());
    }

    [Fact]
    public void One_account_at_a_provider_is_one_account_here_whosever_it_is()
    {
        var file = new SettingsFile()
            .Set("@__Settings__KnownAs", "4711")
            .Set("Merchants__market__ApiKeys__0__Sha256", new string('b', 64))
            .Set("Merchants__market__ApiKeys__0__Owner", "x")
            .Set("Merchants__market__ApiKeys__0__Roles", "read")
            .Set("Merchants__market__Accounts__market_pay__Provider", "fake")
            .Set("Merchants__market__Accounts__market_pay__BaseUrl", "https://provider.example/other/")
            .Set("Merchants__market__Accounts__market_pay__CallbackIds__0", "third_callback_id_0123456789")
            .Set("Merchants__market__Accounts__market_pay__Settings__Key", "x")
            .Set("Merchants__market__Accounts__market_pay__Settings__KnownAs", "4711");

        Assert.Equal(
            [
                "PaymentHub: the account 'market_pay' is the same account at fake as 'shop_pay': the same money would be credited under each. Keep one of them.",
                "PaymentHub: the account 'shop_pay' is the same account at fake as 'market_pay': the same money would be credited under each. Keep one of them.",
            ],
            file.Mistakes().Order(StringComparer.Ordinal)
        );
        Assert.Empty(file.Set("Merchants__market__Accounts__market_pay__Settings__KnownAs", "4712").Mistakes());
    }

    [Fact]
    public void A_callback_id_belongs_to_one_account_and_is_not_shown()
    {
        var file = new SettingsFile().Set(Other + "__Provider", "other").Set(Other + "__CallbackIds__0", "first_callback_id_0123456789");

        Assert.Contains("PaymentHub: the same callback id stands in two places; each is one account's alone.", file.Mistakes());
        Assert.DoesNotContain(file.Mistakes(), mistake => mistake.Contains("first_callback_id", StringComparison.Ordinal));
    }

    [Fact]
    public void A_callback_id_does_not_stand_twice_in_one_account_either() =>
        Assert.Equal(
            ["PaymentHub: the same callback id stands in two places; each is one account's alone."],
            new SettingsFile().Set("@__CallbackIds__1", "first_callback_id_0123456789").Mistakes()
        );

    [Fact]
    public void An_api_key_stands_in_one_place()
    {
        var file = new SettingsFile()
            .Set("Merchants__market__ApiKeys__0__Sha256", new string('A', 64))
            .Set("Merchants__market__ApiKeys__0__Owner", "x")
            .Set("Merchants__market__ApiKeys__0__Roles", "read");

        Assert.Equal(["PaymentHub: the same API key stands in two places."], file.Mistakes());
    }

    [Fact]
    public void Two_unreadable_api_keys_are_not_called_the_same_one()
    {
        var file = new SettingsFile()
            .Set("%__Sha256", "x")
            .Set("~__ApiKeys__1__Sha256", "y")
            .Set("~__ApiKeys__1__Owner", "other")
            .Set("~__ApiKeys__1__Roles", "read");

        Assert.Equal(2, file.Mistakes().Count);
    }

    [Fact]
    public void Nobody_both_asks_for_withdrawals_and_approves_them()
    {
        var file = new SettingsFile()
            .Set("~__ApiKeys__1__Sha256", new string('b', 64))
            .Set("~__ApiKeys__1__Owner", "backend")
            .Set("~__ApiKeys__1__Roles", "approver");

        Assert.Equal(
            ["PaymentHub__Merchants__shop__ApiKeys gives 'backend' both withdrawals and approver; two different owners must hold them."],
            file.Mistakes()
        );
        Assert.Empty(file.Set("~__ApiKeys__1__Owner", "boss").Mistakes());
    }

    [Fact]
    public void Keys_without_an_owner_are_not_taken_for_one_owner_s()
    {
        var file = new SettingsFile().Set("%__Owner", null).Set("~__ApiKeys__1__Sha256", new string('b', 64)).Set("~__ApiKeys__1__Roles", "approver");

        Assert.All(file.Mistakes(), mistake => Assert.Contains("__Owner is missing: ", mistake, StringComparison.Ordinal));
        Assert.Equal(2, file.Mistakes().Count);
    }
}
