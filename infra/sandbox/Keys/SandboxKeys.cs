using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.Keys;

/// <summary>Fresh random credentials of one merchant at all three providers, both halves: what the sandbox needs and what its client needs.</summary>
public sealed record SandboxKeys
{
    public required PayProtocolKeys PayProtocol { get; init; }

    [JsonPropertyName("usdt_gateway")]
    public required GatewayKeys Gateway { get; init; }

    [JsonPropertyName("mpay")]
    public required MPayKeys MPay { get; init; }

    /// <summary>"whsec_" and base64, for the demo merchant's endpoint.</summary>
    public required string WebhookSecret { get; init; }

    /// <param name="mpayKeyBits">The real keys have 4096 bits; 2048 are made in a moment.</param>
    public static SandboxKeys Create(int mpayKeyBits = 2048) => new()
    {
        PayProtocol = new() { ApiKey = RandomNumberGenerator.GetHexString(32, lowercase: true), ApiSecret = RandomNumberGenerator.GetHexString(64, lowercase: true) },
        Gateway = GatewayKeys.Create(),
        MPay = MPayKeys.Create(mpayKeyBits),
        WebhookSecret = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
    };

    /// <exception cref="JsonException">It is no JSON, or a value is missing.</exception>
    public static SandboxKeys Parse(string json) =>
        JsonSerializer.Deserialize<SandboxKeys>(json, SandboxJson.Own) ?? throw new JsonException("The keys are empty.");

    public string ToJson() => JsonSerializer.Serialize(this, SandboxJson.Own);

    /// <summary>Settings of a sandbox in which this merchant has one account at each provider, all of that name.</summary>
    /// <param name="account">The name of the accounts, and the id of the demo merchant's endpoint.</param>
    public SandboxOptions ToOptions(string account, Uri? payProtocolCallbackUrl = null, Uri? gatewayCallbackUrl = null) => new()
    {
        PayProtocol = new() { Accounts = [PayProtocol.ToCredentials(account, payProtocolCallbackUrl)] },
        Gateway = new() { Accounts = [Gateway.ToCredentials(account, gatewayCallbackUrl)] },
        MPay = new() { Accounts = [MPay.ToCredentials(account)] },
        Merchant = new() { Endpoints = [new(account, [WebhookSecret])] },
    };
}
