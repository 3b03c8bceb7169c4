using PaymentHub.Local;
using PaymentHub.Local.Settings;

namespace PaymentHub.Tests.Local;

public sealed class FunctionSettingsTests
{
    private const string SandboxKeys = """
        {
          "webhook_secret": "whsec_AAAA",
          "pay_protocol": { "api_key": "k", "api_secret": "s" },
          "usdt_gateway": { "app_id": 1003, "api_key": "k", "merchant_private_key": "p", "gateway_public_key": "q" },
          "mpay": { "merch_id": 12345, "md5_key": "m", "public_key": "p", "version": "v2" }
        }
        """;

    private static readonly Places Places = Places.At(8071, 8072, "UseDevelopmentStorage=true");

    [Fact]
    public void A_setting_of_the_example_that_needs_no_secret_is_taken_as_it_is()
    {
        var settings = FunctionSettings.Compose(
            """{ "Values": { "OutboxRelaySchedule": "*/7 * * * * *" } }""",
            DemoCredentials.Create(SandboxKeys),
            Places
        );

        var values = FunctionSettings.Values(settings);
        Assert.Equal("*/7 * * * * *", values["OutboxRelaySchedule"]);
        Assert.Equal("12345", values["PaymentHub__Merchants__demo__Accounts__demo_mpay__Settings__MerchId"]);
        Assert.Equal("http://127.0.0.1:8072/merchant/webhooks/demo", values["PaymentHub__Merchants__demo__Endpoints__main__Url"]);
    }

    [Fact]
    public void A_blank_of_the_example_that_nobody_fills_in_is_explained()
    {
        var failure = Assert.Throws<LocalRunException>(() =>
            FunctionSettings.Compose("""{ "Values": { "PaymentHub__New": "<a new secret>" } }""", DemoCredentials.Create(SandboxKeys), Places)
        );

        Assert.Equal(
            "local.settings.example.json asks for PaymentHub__New, which the local run cannot fill in: teach FunctionSettings.cs to.",
            failure.Message
        );
    }
}
