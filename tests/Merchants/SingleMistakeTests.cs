namespace PaymentHub.Tests.Merchants;

/// <summary>One mistake in otherwise good settings, and the sentence it gets. In the
/// names, ~ is the merchant, @ its account, # its endpoint, % its key.</summary>
public class SingleMistakeTests
{
    private const string Shop = "PaymentHub__Merchants__shop";
    private const string Account = Shop + "__Accounts__shop_pay";
    private const string Endpoint = Shop + "__Endpoints__main";
    private const string Key = Shop + "__ApiKeys__0";

    [Theory]
    [InlineData("PublicBaseUrl", "hub.example", "PaymentHub__PublicBaseUrl must be an absolute http(s) address")]
    [InlineData("PublicBaseUrl", "http://hub.example", "PaymentHub__PublicBaseUrl must be https; http is allowed only for this machine itself")]
    [InlineData("PublicBaseUrl", "https://user@hub.example", "PaymentHub__PublicBaseUrl must be an absolute http(s) address without user")]
    [InlineData("PublicBaseUrl", "https://hub.example/?a=1", "PaymentHub__PublicBaseUrl must be an absolute http(s) address without user, query")]
    [InlineData("PublicBaseUrl", "   ", "PaymentHub__PublicBaseUrl is missing: ")]
    [InlineData("ConfirmAttempts", "0", "PaymentHub__ConfirmAttempts is '0', but must be a whole number from 1 to 100.")]
    [InlineData("ConfirmAttempts", "1.5", "PaymentHub__ConfirmAttempts is '1.5'")]
    [InlineData("ConfirmAttempts__0", "3", "PaymentHub__ConfirmAttempts is one value")]
    [InlineData(
        "PaymentPageLease",
        "30",
        "PaymentHub__PaymentPageLease is '30', but must be a time span (hh:mm:ss) from 00:00:00.1000000 to 00:10:00."
    )]
    [InlineData("Outbox", "00:00:30", "PaymentHub__Outbox has no value of its own")]
    [InlineData("Outbox__MaxWakes", "-1", "PaymentHub__Outbox__MaxWakes is '-1'")]
    [InlineData(
        "Reconciliation__Each",
        "1",
        "PaymentHub__Reconciliation__Each is not a setting. There are here: Every, FirstReach, Lease, MaxDays, MaxEntries, MaxPages, Overlap, OverlapEvery, ShortOverlap, Window."
    )]
    [InlineData("Reconciliation__MaxPages", "0", "PaymentHub__Reconciliation__MaxPages is '0', but must be a whole number from 1 to 1000.")]
    [InlineData(
        "Integrity__Patience",
        "1",
        "PaymentHub__Integrity__Patience is '1', but must be a time span (hh:mm:ss) from 00:00:00.1000000 to 7.00:00:00."
    )]
    [InlineData("Outbox__Graze", "00:00:30", "PaymentHub__Outbox__Graze is not a setting. There are here: Grace, MaxWakes, QueueLimit, Repeat.")]
    [InlineData("Retry__Max", "2.00:00:00", "PaymentHub__Retry__Max is '2.00:00:00'")]
    [InlineData("Delivery__Timeout", "00:00:00", "PaymentHub__Delivery__Timeout is '00:00:00'")]
    [InlineData("Merchants__shop", "yes", "PaymentHub__Merchants__shop has no value of its own")]
    [InlineData("%__Sha256", null, Key + "__Sha256 is missing: ")]
    [InlineData("%__Sha256", "gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg", Key + "__Sha256 must be 64 hexadecimal digits.")]
    [InlineData("%__Owner", null, Key + "__Owner is missing: ")]
    [InlineData("%__Owner", "  ", Key + "__Owner is missing: ")]
    [InlineData("%__Roles", null, Key + "__Roles is missing: ")]
    [InlineData("%__Roles", "read,none", Key + "__Roles holds 'none', but there are only read, deposits, withdrawals, approver and admin.")]
    [InlineData("%__Roles", "payments", Key + "__Roles holds 'payments'")]
    [InlineData("%__Roles", "Read", Key + "__Roles holds 'Read'")]
    [InlineData("%__Roles", " , ", Key + "__Roles is missing: ")]
    [InlineData("%__Key", "plain text key", Key + "__Key is not a setting. There are here: Addresses, Expires, Owner, Roles, Sha256.")]
    [InlineData("#__Url", null, Endpoint + "__Url is missing: ")]
    [InlineData("#__Url", "http://shop.example", Endpoint + "__Url must be https")]
    [InlineData("#__Url", "https://localhost/hooks", Endpoint + "__Url is on this machine itself; that is allowed only with AllowLocal=true")]
    [InlineData("#__Url", "http://127.0.0.1/hooks", Endpoint + "__Url is on this machine itself")]
    [InlineData("#__Url", "https://[::1]/hooks", Endpoint + "__Url is on this machine itself")]
    [InlineData("#__Url", "https://shop.localhost/hooks", Endpoint + "__Url is on this machine itself")]
    [InlineData("#__Url", "https://localhost./hooks", Endpoint + "__Url is on this machine itself")]
    [InlineData("#__Url", "https://2130706433/hooks", Endpoint + "__Url is on this machine itself")]
    [InlineData("#__Url", "https://0x7f.1/hooks", Endpoint + "__Url is on this machine itself")]
    [InlineData("#__Url", "https://127.0.0.1./hooks", Endpoint + "__Url is on this machine itself")]
    [InlineData("#__Url", "https://10.0.0.1/hooks", Endpoint + "__Url is no address on the public internet")]
    [InlineData("#__Url", "https://0300.0250.1/hooks", Endpoint + "__Url is no address on the public internet")]
    [InlineData("#__Url", "https://169.254.169.254/hooks", Endpoint + "__Url is no address on the public internet")]
    [InlineData("#__Url", "https://[::ffff:127.0.0.1]/hooks", Endpoint + "__Url is no address on the public internet")]
    [InlineData("#__Url", "https://[fd00:ec2::254]/hooks", Endpoint + "__Url is no address on the public internet")]
    [InlineData("#__Url", "https://127.0.0.256/hooks", Endpoint + "__Url has a host that ends in a number but is no IP address.")]
    [InlineData("#__Url", "https://1.2.3.0x/hooks", Endpoint + "__Url has a host that ends in a number but is no IP address.")]
    [InlineData("#__Url", "https://shop.example:0/hooks", Endpoint + "__Url has the port 0, where nothing can listen.")]
    [InlineData("#__Url", "https://127.0.0.1:443@shop.example/hooks", Endpoint + "__Url must be an absolute http(s) address without user")]
    [InlineData("#__Secrets__0", null, Endpoint + "__Secrets must be one signing secret, or two during a rotation")]
    [InlineData("#__Secrets__0", "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0", Endpoint + "__Secrets__0 must be 'whsec_' followed by")]
    [InlineData("#__Secrets__0", "whsec_c2hvcnQ=", Endpoint + "__Secrets__0 must be 'whsec_' followed by 24 to 64 random bytes in base64.")]
    [InlineData("#__Secrets__0", "whsec_not base64!", Endpoint + "__Secrets__0 must be 'whsec_'")]
    [InlineData("#__Schedule", "00:00:05,5", Endpoint + "__Schedule holds '5', but must be time spans (hh:mm:ss) separated by commas.")]
    [InlineData("#__Schedule", "-00:00:05", Endpoint + "__Schedule holds '-00:00:05'")]
    [InlineData("#__Schedule__0", "00:00:05", Endpoint + "__Schedule is one value")]
    [InlineData("#__AllowLocal", "1", Endpoint + "__AllowLocal is '1', but must be true or false.")]
    [InlineData(
        "#__Secret",
        "x",
        Endpoint + "__Secret is not a setting. There are here: Accounts, AllowLocal, Disabled, Events, FinalWaits, RateLimit, Schedule, Secrets, Url."
    )]
    [InlineData(
        "#__Events",
        "deposit.completed, deposit.done",
        Endpoint + "__Events holds 'deposit.done', but must be types of events separated by commas, such as deposit.completed, deposit.* or *."
    )]
    [InlineData("#__Events", "dep*", Endpoint + "__Events holds 'dep*'")]
    [InlineData("#__Events", "Deposit.*", Endpoint + "__Events holds 'Deposit.*'")]
    [InlineData("#__Events__0", "deposit.*", Endpoint + "__Events is one value")]
    [InlineData("#__Accounts", "shop_pay, shop_mpay", Endpoint + "__Accounts holds 'shop_mpay', which is none of the merchant's accounts.")]
    [InlineData("#__RateLimit", "0", Endpoint + "__RateLimit is '0', but must be a whole number from 1 to 10000.")]
    [InlineData("#__RateLimit", "1.5", Endpoint + "__RateLimit is '1.5'")]
    [InlineData("#__Disabled", "yes", Endpoint + "__Disabled is 'yes', but must be true or false.")]
    [InlineData("#__FinalWaits", "0", Endpoint + "__FinalWaits is '0', but must be a whole number from 1 to 100.")]
    [InlineData("Delivery__Concurrency", "0", "PaymentHub__Delivery__Concurrency is '0', but must be a whole number from 1 to 100.")]
    [InlineData("Delivery__Breaker__Failures", "none", "PaymentHub__Delivery__Breaker__Failures is 'none'")]
    [InlineData("Delivery__Breaker__Max", "25:00", "PaymentHub__Delivery__Breaker__Max is '25:00'")]
    [InlineData(
        "Delivery__Breaker__Opens",
        "5",
        "PaymentHub__Delivery__Breaker__Opens is not a setting. There are here: Failures, First, Max, TellAfter."
    )]
    [InlineData("~__Endpoint", "x", Shop + "__Endpoint is not a setting. There are here: Accounts, ApiKeys, Endpoints, Page.")]
    [InlineData("@__Provider", null, Account + "__Provider is missing: one of fake, other.")]
    [InlineData("@__Provider", " ", Account + "__Provider is missing: one of fake, other.")]
    [InlineData("@__Provider", "Fake", Account + "__Provider is 'Fake', but must be one of fake, other.")]
    [InlineData("@__BaseUrl", " ", Account + "__BaseUrl is missing: ")]
    [InlineData("@__BaseUrl", "http://10.0.0.1", Account + "__BaseUrl must be https")]
    [InlineData("@__CallbackIds__0", null, Account + "__CallbackIds must be one random text, or two during a rotation (newest first).")]
    [InlineData("@__CallbackIds__0", "only_21_characters_xx", Account + "__CallbackIds must each be 22 to 64 letters")]
    [InlineData("@__CallbackIds__0", "with/a/slash/and/22/chars", Account + "__CallbackIds must each be 22 to 64 letters")]
    [InlineData("@__UnknownAddresses", "ignore", Account + "__UnknownAddresses is 'ignore', but must be review or accept.")]
    [InlineData("@__Settings__Key", null, Account + "__Settings__Key is missing.")]
    [InlineData(
        "@__Url",
        "x",
        Account
            + "__Url is not a setting. There are here: AllowedAddresses, AmountTolerance, Approval, ApprovalPeriod, BaseUrl, CallbackIds, Confirm, Disabled, LimitPerDay, LimitPerWithdrawal, OverdueAfter, Overpaid, PageLifetime, Provider, ResubmitWhenAbsent, Settings, Underpaid, UnknownAddresses, Withdrawals."
    )]
    [InlineData("@__AmountTolerance", "101", Account + "__AmountTolerance is '101', but must be a percentage from 0 to 100, for instance 0.5.")]
    [InlineData("@__AmountTolerance", "-1", Account + "__AmountTolerance is '-1', but must be a percentage from 0 to 100, for instance 0.5.")]
    [InlineData("@__Underpaid", "yes", Account + "__Underpaid is 'yes', but must be review or accept.")]
    [InlineData("@__Overpaid", "no", Account + "__Overpaid is 'no', but must be review or accept.")]
    [InlineData("@__Withdrawals", "true", Account + "__Withdrawals is 'true', but must be on or off.")]
    [InlineData(
        "@__ApprovalPeriod",
        "00:00:00",
        Account + "__ApprovalPeriod is '00:00:00', but must be a time span (hh:mm:ss) from 00:00:00.1000000 to 90.00:00:00."
    )]
    [InlineData("@__OverdueAfter", "1", Account + "__OverdueAfter is '1', but must be a time span (hh:mm:ss) from 00:00:00.1000000 to 90.00:00:00.")]
    [InlineData("@__Approval", "yes", Account + "__Approval is 'yes', but must be none or required.")]
    [InlineData(
        "@__LimitPerDay",
        "500",
        Account + "__LimitPerDay holds '500', but must be amounts with their currency, separated by commas: 500 USDT, 0.5 ETH."
    )]
    [InlineData("@__LimitPerDay", "-5 USDT", Account + "__LimitPerDay holds '-5 USDT'")]
    [InlineData("@__LimitPerWithdrawal", "1 USDT, 2 usdt", Account + "__LimitPerWithdrawal names usdt twice.")]
    [InlineData("@__ResubmitWhenAbsent", "often", Account + "__ResubmitWhenAbsent is 'often', but must be true or false.")]
    [InlineData("Withdrawals__QuietPeriod", "10", "PaymentHub__Withdrawals__QuietPeriod is '10'")]
    public void A_mistake_is_told_by_its_setting_and_what_is_wrong(string name, string? value, string expected)
    {
        var mistakes = new SettingsFile().Set(name, value).Mistakes();

        Assert.StartsWith(expected, Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Merchants__Shop2__ApiKeys__0__Owner")]
    [InlineData("Merchants__shop-2__ApiKeys__0__Owner")]
    [InlineData("Merchants__abcdefghijklmnopqrstuvwxyz1234567__ApiKeys__0__Owner")]
    public void An_id_of_another_form_is_a_mistake(string name)
    {
        var mistakes = new SettingsFile().Set(name, "x").Mistakes();

        Assert.Contains(
            mistakes,
            mistake => mistake.Contains(" is no merchant id: at most 32 lower-case letters and digits", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("https://10.0.0.1/hooks")]
    [InlineData("https://[::ffff:127.0.0.1]/hooks")]
    [InlineData("http://192.168.0.1/hooks")]
    public void To_allow_local_targets_allows_this_machine_and_nothing_else(string url) =>
        Assert.Single(new SettingsFile().Set("#__Url", url).Set("#__AllowLocal", "true").Mistakes());

    [Fact]
    public void Three_secrets_are_one_too_many()
    {
        var file = new SettingsFile().Set("#__Secrets__1", SettingsFile.Secret).Set("#__Secrets__2", SettingsFile.Secret);

        Assert.Equal([Endpoint + "__Secrets must be one signing secret, or two during a rotation (newest first)."], file.Mistakes());
    }

    [Fact]
    public void Without_a_merchant_there_is_nobody_to_serve()
    {
        var file = new SettingsFile()
            .Set("%__Sha256", null)
            .Set("%__Owner", null)
            .Set("%__Roles", null)
            .Set("#__Url", null)
            .Set("#__Secrets__0", null)
            .Set("@__Provider", null)
            .Set("@__BaseUrl", null)
            .Set("@__CallbackIds__0", null)
            .Set("@__Settings__Key", null);

        Assert.Equal(["PaymentHub__Merchants is missing: without a merchant, there is nobody to serve."], file.Mistakes());
    }
}
