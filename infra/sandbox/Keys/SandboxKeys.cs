using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PaymentHub.Sandbox.Gateway;
using PaymentHub.Sandbox.MPay;
using PaymentHub.Sandbox.PayProtocol;
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
    public static SandboxKeys Create(int mpayKeyBits = 2048) =>
        new()
        {
            PayProtocol = new()
            {
                ApiKey = RandomNumberGenerator.GetHexString(32, lowercase: true),
                ApiSecret = RandomNumberGenerator.GetHexString(64, lowercase: true),
            },
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
    public SandboxOptions ToOptions(string account, Uri? payProtocolCallbackUrl = null, Uri? gatewayCallbackUrl = null) =>
        new()
        {
            PayProtocol = new() { Accounts = [PayProtocol.ToCredentials(account, payProtocolCallbackUrl)] },
            Gateway = new() { Accounts = [Gateway.ToCredentials(account, gatewayCallbackUrl)] },
            MPay = new() { Accounts = [MPay.ToCredentials(account)] },
            Merchant = new() { Endpoints = [new(account, [WebhookSecret])] },
        };
}

/// <summary>Both sides have the same.</summary>
public sealed record PayProtocolKeys
{
    public required string ApiKey { get; init; }

    public required string ApiSecret { get; init; }

    public PayProtocolCredentials ToCredentials(string name, Uri? callbackUrl = null) =>
        new()
        {
            Name = name,
            ApiKey = ApiKey,
            ApiSecret = ApiSecret,
            CallbackUrl = callbackUrl,
        };
}

/// <summary>The merchant has the public key, MPay the private one; both have the md5key.</summary>
public sealed record MPayKeys
{
    public required int MerchId { get; init; }

    public required string Md5Key { get; init; }

    /// <summary>Base64 of a PEM text, as MPay hands it out.</summary>
    public required string PublicKey { get; init; }

    /// <summary>PKCS#8, base64.</summary>
    public required string PrivateKey { get; init; }

    /// <summary>"v2.1" or "v2".</summary>
    public string Version { get; init; } = "v2.1";

    public static MPayKeys Create(int keyBits)
    {
        using var rsa = RSA.Create(keyBits);
        return new()
        {
            MerchId = RandomNumberGenerator.GetInt32(10_000, 1_000_000),
            Md5Key = RandomNumberGenerator.GetHexString(32, lowercase: true),
            PublicKey = Convert.ToBase64String(Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem())),
            PrivateKey = Convert.ToBase64String(rsa.ExportPkcs8PrivateKey()),
        };
    }

    public MPayCredentials ToCredentials(string name) =>
        new()
        {
            Name = name,
            MerchId = MerchId,
            Md5Key = Md5Key,
            PrivateKey = PrivateKey,
            Version = Version,
        };
}

/// <summary>The merchant has its private key and the gateway's public one; the gateway has the other two. All base64 without armour.</summary>
public sealed record GatewayKeys
{
    // The gateway's choice.
    private const int KeyBits = 1024;

    public required int AppId { get; init; }

    public required string ApiKey { get; init; }

    /// <summary>PKCS#8.</summary>
    public required string MerchantPrivateKey { get; init; }

    /// <summary>SPKI.</summary>
    public required string MerchantPublicKey { get; init; }

    /// <summary>PKCS#8.</summary>
    public required string GatewayPrivateKey { get; init; }

    /// <summary>SPKI.</summary>
    public required string GatewayPublicKey { get; init; }

    public static GatewayKeys Create()
    {
#pragma warning disable CA5385 // The gateway uses keys of 1024 bits.
        using var merchant = RSA.Create(KeyBits);
        using var gateway = RSA.Create(KeyBits);
#pragma warning restore CA5385
        return new()
        {
            AppId = RandomNumberGenerator.GetInt32(1000, 10_000),
            ApiKey = RandomNumberGenerator.GetHexString(32, lowercase: true),
            MerchantPrivateKey = Convert.ToBase64String(merchant.ExportPkcs8PrivateKey()),
            MerchantPublicKey = Convert.ToBase64String(merchant.ExportSubjectPublicKeyInfo()),
            GatewayPrivateKey = Convert.ToBase64String(gateway.ExportPkcs8PrivateKey()),
            GatewayPublicKey = Convert.ToBase64String(gateway.ExportSubjectPublicKeyInfo()),
        };
    }

    public GatewayCredentials ToCredentials(string name, Uri? callbackUrl = null) =>
        new()
        {
            Name = name,
            AppId = AppId,
            ApiKey = ApiKey,
            MerchantPublicKey = MerchantPublicKey,
            GatewayPrivateKey = GatewayPrivateKey,
            CallbackUrl = callbackUrl,
        };
}
