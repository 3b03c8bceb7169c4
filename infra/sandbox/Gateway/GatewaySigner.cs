using System.Security.Cryptography;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.Gateway;

/// <summary>RSASSA-PKCS1-v1_5 with SHA-512 over the text of data: weak at 1024 bits, but the gateway's choice.</summary>
internal static class GatewaySigner
{
    /// <summary>Throws now what a key that cannot be read would throw at the first request.</summary>
    public static void CheckKeys(GatewayCredentials account)
    {
        using var merchant = RsaKeys.ReadPublic(account.MerchantPublicKey);
        using var gateway = RsaKeys.ReadPrivate(account.GatewayPrivateKey);
    }

    public static string Sign(string privateKey, byte[] data)
    {
        using var rsa = RsaKeys.ReadPrivate(privateKey);
        return Convert.ToBase64String(rsa.SignData(data, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1));
    }

    public static bool Verify(string publicKey, byte[] data, string signature)
    {
        var bytes = new byte[signature.Length];
        if (!Convert.TryFromBase64String(signature, bytes, out var length))
        {
            return false;
        }

        using var rsa = RsaKeys.ReadPublic(publicKey);
        return rsa.VerifyData(data, bytes.AsSpan(0, length), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
    }
}
