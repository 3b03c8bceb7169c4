using System.Security.Cryptography;
using System.Text;
using PaymentHub.Sandbox.MPay;

namespace PaymentHub.Sandbox.Keys;

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
        new() { Name = name, MerchId = MerchId, Md5Key = Md5Key, PrivateKey = PrivateKey, Version = Version };
}
