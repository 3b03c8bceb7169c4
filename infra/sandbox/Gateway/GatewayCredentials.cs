namespace PaymentHub.Sandbox.Gateway;

/// <summary>A merchant at the USDT gateway. Keys are base64 or PEM: SPKI or PKCS#1 for the public one, PKCS#8 or PKCS#1 for the private one.</summary>
public sealed record GatewayCredentials
{
    /// <summary>How the sandbox calls this account.</summary>
    public required string Name { get; init; }

    public required int AppId { get; init; }

    public required string ApiKey { get; init; }

    /// <summary>Verifies the merchant's requests.</summary>
    public required string MerchantPublicKey { get; init; }

    /// <summary>Signs callbacks.</summary>
    public required string GatewayPrivateKey { get; init; }

    /// <summary>Where callbacks go. None are sent without it.</summary>
    public Uri? CallbackUrl { get; init; }
}
