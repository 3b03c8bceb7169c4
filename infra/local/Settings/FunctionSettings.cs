using System.Text.Json;
using System.Text.Json.Nodes;

namespace PaymentHub.Local.Settings;

/// <summary>
/// The function app's settings: those of local.settings.example.json, with the blanks filled in. So the example is known to work, and
/// a setting that is added there is part of the local run.
/// </summary>
internal static class FunctionSettings
{
    private const string Root = $"PaymentHub__Merchants__{DemoAccounts.Merchant}";
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="example">The text of local.settings.example.json.</param>
    /// <returns>The same JSON, complete.</returns>
    /// <exception cref="LocalRunException">The example has a blank that the local run knows nothing for.</exception>
    public static JsonObject Compose(string example, DemoCredentials credentials, Places places)
    {
        var json = JsonNode.Parse(example, documentOptions: Lenient)!.AsObject();
        var values = json["Values"]!.AsObject();
        foreach (var (name, value) in Known(credentials, places))
            values[name] = value;
        foreach (var (name, value) in values)
        {
            if (value?.ToString().StartsWith('<') == true)
            {
                throw new LocalRunException(
                    $"local.settings.example.json asks for {name}, which the local run cannot fill in: teach FunctionSettings.cs to."
                );
            }
        }

        return json;
    }

    /// <summary>The settings by name.</summary>
    public static IReadOnlyDictionary<string, string> Values(JsonObject settings) =>
        settings["Values"]!.AsObject().ToDictionary(setting => setting.Key, setting => setting.Value!.ToString(), StringComparer.Ordinal);

    private static IEnumerable<(string Name, string Value)> Known(DemoCredentials credentials, Places places) =>
        [
            ("AzureWebJobsStorage", places.Storage),
            ("PaymentHub__PublicBaseUrl", places.Hub),
            ("PaymentHub__MasterKeys__0", credentials.MasterKey),
            ($"PaymentHub__Operators__{DemoAccounts.Operator}__Sha256", credentials.OperatorKey.Sha256),
            ($"{Root}__ApiKeys__0__Sha256", credentials.Key.Sha256),
            ($"{Root}__ApiKeys__1__Sha256", credentials.ApproverKey.Sha256),
            ($"{Root}__ApiKeys__1__Owner", "demo_approver"),
            ($"{Root}__ApiKeys__1__Roles", "approver,read"),
            ($"{Root}__Endpoints__main__Url", $"{places.Sandbox}/merchant/webhooks/{DemoAccounts.Merchant}"),
            ($"{Root}__Endpoints__main__Secrets__0", credentials.WebhookSecret),
            .. Account(
                DemoAccounts.Pay,
                $"{places.Sandbox}/api/mer",
                credentials.PayCallbackId,
                [("ApiKey", credentials.Of("pay_protocol", "api_key")), ("ApiSecret", credentials.Of("pay_protocol", "api_secret"))]
            ),
            .. Account(
                DemoAccounts.Usdt,
                places.Sandbox,
                credentials.UsdtCallbackId,
                [
                    ("AppId", credentials.Of("usdt_gateway", "app_id")),
                    ("ApiKey", credentials.Of("usdt_gateway", "api_key")),
                    ("PrivateKey", credentials.Of("usdt_gateway", "merchant_private_key")),
                    ("GatewayPublicKey", credentials.Of("usdt_gateway", "gateway_public_key")),
                ]
            ),
            .. Account(
                DemoAccounts.MPay,
                places.Sandbox,
                credentials.MPayCallbackId,
                [
                    ("MerchId", credentials.Of("mpay", "merch_id")),
                    ("Md5Key", credentials.Of("mpay", "md5_key")),
                    ("PublicKey", credentials.Of("mpay", "public_key")),
                    ("ApiVersion", credentials.Of("mpay", "version")),
                ]
            ),
        ];

    private static IEnumerable<(string Name, string Value)> Account(
        string id,
        string baseUrl,
        string callbackId,
        (string Name, string Value)[] settings
    )
    {
        var account = $"{Root}__Accounts__{id}";
        return
        [
            ($"{account}__BaseUrl", baseUrl),
            ($"{account}__CallbackIds__0", callbackId),
            .. settings.Select(setting => ($"{account}__Settings__{setting.Name}", setting.Value)),
        ];
    }
}
