namespace PaymentHub.Sandbox.MPay;

/// <summary>A merchant at MPay.</summary>
public sealed record MPayCredentials
{
    /// <summary>How the sandbox calls this account.</summary>
    public required string Name { get; init; }

    public required int MerchId { get; init; }

    public required string Md5Key { get; init; }

    /// <summary>Decrypts the merchant's requests: base64 or PEM, PKCS#8 or PKCS#1.</summary>
    public required string PrivateKey { get; init; }

    /// <summary>"v2.1" (PKCS#1 v1.5) or "v2" (OAEP with SHA-256).</summary>
    public string Version { get; init; } = "v2.1";
}
