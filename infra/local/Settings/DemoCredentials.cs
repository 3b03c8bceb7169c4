using System.Text.Json.Nodes;

namespace PaymentHub.Local.Settings;

/// <summary>Every secret of the demo merchant, and the operator's key, made anew for each run.</summary>
/// <param name="Key">Its key to our API.</param>
/// <param name="ApproverKey">The key of whoever approves its withdrawals.</param>
/// <param name="MasterKey">What the hub seals with.</param>
/// <param name="OperatorKey">The key of the hub's operator.</param>
/// <param name="PayCallbackId">The callback id of its account at Pay Protocol.</param>
/// <param name="UsdtCallbackId">The callback id of its account at the USDT gateway.</param>
/// <param name="MPayCallbackId">The callback id of its account at MPay.</param>
/// <param name="Sandbox">Both halves of its keys at the providers, and its webhook secret, as the sandbox makes them.</param>
internal sealed record DemoCredentials(
    ApiKey Key,
    ApiKey ApproverKey,
    ApiKey OperatorKey,
    string MasterKey,
    string PayCallbackId,
    string UsdtCallbackId,
    string MPayCallbackId,
    JsonObject Sandbox
)
{
    // 190 bits each; 128 are asked for.
    private const int CallbackIdLength = 32;

    /// <param name="sandboxKeys">What the sandbox prints for --make-keys.</param>
    public static DemoCredentials Create(string sandboxKeys) =>
        new(
            ApiKey.Create(),
            ApiKey.Create(),
            ApiKey.Create(),
            Secrets.Key(),
            Secrets.Letters(CallbackIdLength),
            Secrets.Letters(CallbackIdLength),
            Secrets.Letters(CallbackIdLength),
            JsonNode.Parse(sandboxKeys)!.AsObject()
        );

    /// <summary>One value of the sandbox's keys, as text.</summary>
    public string Of(string provider, string name) => Sandbox[provider]![name]!.ToString();

    public string WebhookSecret => Sandbox["webhook_secret"]!.ToString();
}
