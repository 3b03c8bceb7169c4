using System.Security.Cryptography;
using PaymentHub.Sandbox.Gateway;

namespace PaymentHub.Sandbox.Keys;

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

    public GatewayCredentials ToCredentials(string name, Uri? callbackUrl = null) => new()
    {
        Name = name,
        AppId = AppId,
        ApiKey = ApiKey,
        MerchantPublicKey = MerchantPublicKey,
        GatewayPrivateKey = GatewayPrivateKey,
        CallbackUrl = callbackUrl,
    };
}
