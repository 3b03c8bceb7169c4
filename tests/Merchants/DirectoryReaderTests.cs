using PaymentHub.Merchants;

namespace PaymentHub.Tests.Merchants;

public sealed class DirectoryReaderTests : DirectoryReaderBench
{
    [Fact]
    public void Good_settings_become_the_directory()
    {
        var file = new SettingsFile()
            .Set("@__UnknownAddresses", "accept")
            .Set("@__Confirm", "false")
            .Set("@__CallbackIds__1", "older_callback_id_0123456789");

        var directory = file.Read();

        Assert.Equal("https://hub.example/base", directory.Settings.PublicBaseUrl.AbsoluteUri);
        var account = Assert.Single(directory.Accounts);
        Assert.Equal(
            ("shop_pay", "shop", "fake", false, true),
            (account.Id, account.MerchantId, account.ProviderName, account.Confirm, account.AcceptUnknownAddresses)
        );
        Assert.Equal(["first_callback_id_0123456789", "older_callback_id_0123456789"], account.CallbackIds);
        var context = Assert.Single(file.Provider.Opened);
        Assert.Equal("https://provider.example/api", context.BaseUrl.AbsoluteUri);
        Assert.Equal("https://hub.example/base/callbacks/first_callback_id_0123456789", context.CallbackUrl.AbsoluteUri);
        Assert.Equal("provider-key", context.Settings["Key"]);
        Assert.Same(account, directory.FindByCallbackId("older_callback_id_0123456789"));
        Assert.Null(directory.FindByCallbackId("first_callback_id_012345678"));
    }

    [Fact]
    public void A_provider_that_is_away_is_left_alone_as_long_as_work_that_waits()
    {
        var file = new SettingsFile().Set("Retry__First", "00:00:07").Set("Retry__Max", "00:01:10");

        file.Read();

        var context = Assert.Single(file.Provider.Opened);
        Assert.Equal((TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(70)), (context.RetryFirst, context.RetryMax));
    }

    [Fact]
    public void What_is_not_set_has_the_documented_value()
    {
        var directory = new SettingsFile().Read();

        Assert.Equal(
            (
                TimeSpan.FromSeconds(30),
                TimeSpan.FromMinutes(1),
                5_000,
                1000,
                TimeSpan.FromSeconds(5),
                TimeSpan.FromMinutes(10),
                6,
                TimeSpan.FromMinutes(1),
                TimeSpan.FromSeconds(15)
            ),
            (
                directory.Settings.Outbox.Grace,
                directory.Settings.Outbox.Repeat,
                directory.Settings.Outbox.MaxWakes,
                directory.Settings.Outbox.QueueLimit,
                directory.Settings.RetryFirst,
                directory.Settings.RetryMax,
                directory.Settings.ConfirmAttempts,
                directory.Settings.PaymentPageLease,
                directory.Settings.WebhookTimeout
            )
        );
        var endpoint = Assert.Single(directory.FindMerchant("shop")!.Endpoints);
        Assert.Equal("00:00:05 00:05:00 00:30:00 02:00:00 05:00:00 10:00:00 14:00:00 20:00:00 1.00:00:00", string.Join(' ', endpoint.Schedule));
        Assert.Equal(
            (true, true, null, false, 3),
            (
                endpoint.Wants("deposit.pending", "shop_pay"),
                endpoint.Wants("withdrawal.completed", "any"),
                endpoint.RateLimit,
                endpoint.Disabled,
                endpoint.FinalWaits
            )
        );
        Assert.Equal(
            new DeliverySettings
            {
                Concurrency = 4,
                BreakerFailures = 5,
                BreakerFirst = TimeSpan.FromMinutes(1),
                BreakerMax = TimeSpan.FromHours(1),
            },
            directory.Settings.Delivery
        );
        Assert.True(directory.FindAccount("shop_pay")!.Confirm);
        Assert.False(directory.FindAccount("shop_pay")!.AcceptUnknownAddresses);
        Assert.Equal(
            (TimeSpan.FromDays(1), false, TimeSpan.FromDays(7)),
            (
                directory.FindAccount("shop_pay")!.OverdueAfter,
                directory.FindAccount("shop_pay")!.Withdrawals.On,
                directory.FindAccount("shop_pay")!.Withdrawals.ApprovalPeriod
            )
        );
    }

    [Fact]
    public void A_signing_secret_is_the_bytes_behind_its_prefix()
    {
        var endpoint = Assert.Single(new SettingsFile().Read().FindMerchant("shop")!.Endpoints);

        Assert.Equal("secretsecretsecretsecret"u8, Assert.Single(endpoint.Secrets).Span);
    }

    [Theory]
    [InlineData("https://shop.example/hooks/")]
    [InlineData("https://shop.example/hooks")]
    public void Webhooks_go_to_the_address_as_it_is_written(string url)
    {
        var endpoint = Assert.Single(new SettingsFile().Set("#__Url", url).Read().FindMerchant("shop")!.Endpoints);

        Assert.Equal(url, endpoint.Url.AbsoluteUri);
    }

    [Fact]
    public void Http_is_fine_on_this_machine_itself()
    {
        var file = new SettingsFile()
            .Set("PublicBaseUrl", "http://localhost:7071")
            .Set("@__BaseUrl", "http://127.0.0.1:7072")
            .Set("#__Url", "http://[::1]:7073/hooks")
            .Set("#__AllowLocal", "true");

        Assert.Empty(file.Mistakes());
    }

    [Fact]
    public void Every_mistake_is_found_at_once()
    {
        var file = new SettingsFile()
            .Set("PublicBaseUrl", null)
            .Set("Outbox__Grace", "30")
            .Set("Typo", "x")
            .Set("%__Sha256", "abc")
            .Set("%__Roles", "owner")
            .Set("#__Url", "ftp://shop.example")
            .Set("#__Secrets__0", "secret-value-not-to-be-shown")
            .Set("@__Provider", "nobody")
            .Set("@__BaseUrl", null)
            .Set("@__CallbackIds__0", "short")
            .Set("@__Confirm", "maybe")
            .Set("Merchants__Bad__ApiKeys__0__Owner", null)
            .Set("Merchants__Bad-Id__Typo", "x");

        var error = Assert.Throws<InvalidSettingsException>(file.Read);

        string[] expected =
        [
            "PaymentHub__PublicBaseUrl is missing: ",
            "PaymentHub__Outbox__Grace is '30', but must be a time span (hh:mm:ss) from 00:00:00.1000000 to 1.00:00:00.",
            "PaymentHub__Typo is not a setting. There are here: ",
            "PaymentHub__Merchants__Bad-Id is no merchant id",
            "PaymentHub__Merchants__Bad-Id__Typo is not a setting. ",
            "PaymentHub__Merchants__shop__ApiKeys__0__Sha256 must be 64 hexadecimal digits.",
            "PaymentHub__Merchants__shop__ApiKeys__0__Roles holds 'owner'",
            "PaymentHub__Merchants__shop__Endpoints__main__Url must be an absolute http(s) address",
            "PaymentHub__Merchants__shop__Endpoints__main__Secrets__0 must be 'whsec_'",
            "PaymentHub__Merchants__shop__Accounts__shop_pay__Provider is 'nobody', but must be one of fake, other.",
            "PaymentHub__Merchants__shop__Accounts__shop_pay__BaseUrl is missing: ",
            "PaymentHub__Merchants__shop__Accounts__shop_pay__CallbackIds must each be 22 to 64 ",
            "PaymentHub__Merchants__shop__Accounts__shop_pay__Confirm is 'maybe', but must be true or false.",
        ];
        Assert.All(expected, beginning => Assert.Single(error.Mistakes, mistake => mistake.StartsWith(beginning, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, error.Mistakes.Count);
        Assert.StartsWith("PaymentHub cannot start: 13 mistake(s) in its settings.", error.Message, StringComparison.Ordinal);
        Assert.All(error.Mistakes, mistake => Assert.Contains(mistake, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("secret-value-not-to-be-shown", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("on", 59, 29, 0)]
    [InlineData("on", 60, 29, 1)]
    [InlineData("on", 59, 30, 1)]
    [InlineData("off", 59, 30, 0)]
    public void A_turn_and_a_send_have_more_time_than_the_provider_may_take(string withdrawals, int page, int send, int mistakes)
    {
        var file = new SettingsFile().Set("@__Withdrawals", withdrawals);
        (file.Provider.PageTakes, file.Provider.SendTakes) = (TimeSpan.FromSeconds(page), TimeSpan.FromSeconds(send));

        var found = file.Mistakes();

        Assert.Equal(mistakes, found.Count);
        Assert.All(
            found,
            mistake =>
                Assert.StartsWith(
                    "PaymentHub__Merchants__shop__Accounts__shop_pay__Settings__RequestTimeout lets a ",
                    mistake,
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void An_account_pays_no_withdrawals_unless_they_are_switched_on()
    {
        Assert.False(Assert.Single(new SettingsFile().Read().Accounts).Withdrawals.On);
        Assert.True(Assert.Single(new SettingsFile().Set("@__Withdrawals", "on").Read().Accounts).Withdrawals.On);
    }

    [Fact]
    public void An_event_and_its_deliveries_fit_into_one_transaction()
    {
        var file = new SettingsFile();
        foreach (var number in Enumerable.Range(1, 20))
            file.Set($"~__Endpoints__e{number}__Url", "https://shop.example/hooks").Set($"~__Endpoints__e{number}__Secrets__0", SettingsFile.Secret);

        Assert.Equal(["PaymentHub__Merchants__shop__Endpoints has 21, but a merchant may have at most 20."], file.Mistakes());
    }
}
