using System.Text.Json.Nodes;

namespace PaymentHub.Local.Settings;

/// <summary>The sandbox's settings: the providers' half of the keys, and where their callbacks go.</summary>
internal static class SandboxSettings
{
    public static JsonObject Compose(DemoCredentials credentials, Places places) =>
        new()
        {
            ["url"] = places.Sandbox,
            ["pay_protocol"] = Account(
                DemoAccounts.Pay,
                credentials,
                "pay_protocol",
                CallbackUrl(places, credentials.PayCallbackId),
                "api_key",
                "api_secret"
            ),
            ["usdt_gateway"] = Account(
                DemoAccounts.Usdt,
                credentials,
                "usdt_gateway",
                CallbackUrl(places, credentials.UsdtCallbackId),
                "app_id",
                "api_key",
                "merchant_public_key",
                "gateway_private_key"
            ),

            // MPay takes the URL from each request.
            ["mpay"] = Account(DemoAccounts.MPay, credentials, "mpay", null, "merch_id", "md5_key", "private_key", "version"),
            ["merchant"] = new JsonObject
            {
                ["endpoints"] = new JsonArray(
                    new JsonObject { ["id"] = DemoAccounts.Merchant, ["secrets"] = new JsonArray(credentials.WebhookSecret) }
                ),
            },
        };

    private static JsonObject Account(string name, DemoCredentials credentials, string provider, string? callbackUrl, params string[] values)
    {
        var account = new JsonObject { ["name"] = name };
        foreach (var value in values)
            account[value] = credentials.Of(provider, value);
        if (callbackUrl is not null)
            account["callback_url"] = callbackUrl;
        return new JsonObject { ["accounts"] = new JsonArray(account) };
    }

    private static string CallbackUrl(Places places, string callbackId) => $"{places.Hub}/callbacks/{callbackId}";
}
