using System.Security.Cryptography;

namespace PaymentHub.Providers.UsdtGateway;

/// <summary>
/// Base64 of RSASSA-PKCS1-v1_5 with SHA-512 over the JSON text of <c>data</c>. The gateway's keys have 1024 bits, which is
/// weak by today's standards and its choice; nothing outside this class depends on it.
/// </summary>
internal sealed class UsdtGatewaySignature(UsdtGatewayOptions options)
{
    /// <summary>Signs a request's data with the merchant's key.</summary>
    /// <param name="data">The exact bytes that stand in the request.</param>
    public string Sign(ReadOnlySpan<byte> data)
    {
        using var key = options.PrivateKey.Open();
        return Convert.ToBase64String(key.Rsa.SignData(data, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1));
    }

    /// <summary>
    /// Verifies a callback's data with the gateway's key: as received, then without the white space between its tokens,
    /// because which form is signed is not documented. Key order, number texts and escapes stay as they are in both.
    /// </summary>
    public bool Verify(ReadOnlySpan<byte> data, string signature) =>
        Verify(options.GatewayPublicKey, data, signature) || (options.GatewayPublicKeyPrevious is { } previous && Verify(previous, data, signature));

    private static bool Verify(RsaKey key, ReadOnlySpan<byte> data, string signature)
    {
        var bytes = new byte[key.SizeInBytes];
        if (!Base64Text.TryDecode(signature, bytes))
            return false;
        using var opened = key.Open();
        if (opened.Rsa.VerifyData(data, bytes, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1))
            return true;
        var compact = Compact(data);
        return compact.Length < data.Length && opened.Rsa.VerifyData(compact, bytes, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
    }

    private static ReadOnlySpan<byte> Compact(ReadOnlySpan<byte> json)
    {
        var compact = new byte[json.Length];
        var (length, inText, escaped) = (0, false, false);
        foreach (var b in json)
        {
            if (!inText && b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                continue;
            compact[length++] = b;
            inText ^= b == '"' && !escaped;
            escaped = inText && b == '\\' && !escaped;
        }

        return compact.AsSpan(0, length);
    }
}
