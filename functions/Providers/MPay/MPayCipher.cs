using System.Buffers.Text;
using System.Security.Cryptography;

namespace PaymentHub.Providers.MPay;

/// <summary>The encrypted body of a request: RSA, block by block, then base64.</summary>
internal sealed class MPayCipher(MPayOptions options)
{
    // What each padding takes of a block: PKCS#1 v1.5 eleven bytes, OAEP two SHA-256 hashes and two bytes.
    private const int Pkcs1Overhead = 11;
    private const int OaepOverhead = 66;

    /// <summary>Encrypts a text; the answer is the text that is sent, and that the request's key covers.</summary>
    public string Encrypt(ReadOnlySpan<byte> plain)
    {
        var (padding, overhead) =
            options.ApiVersion == MPayOptions.OaepVersion
                ? (RSAEncryptionPadding.OaepSHA256, OaepOverhead)
                : (RSAEncryptionPadding.Pkcs1, Pkcs1Overhead);
        using var key = options.PublicKey.Open();
        using var encrypted = new MemoryStream();
        var blockLength = options.PublicKey.SizeInBytes - overhead;
        for (var rest = plain; rest.Length > 0; rest = rest[Math.Min(blockLength, rest.Length)..])
            encrypted.Write(key.Rsa.Encrypt(rest[..Math.Min(blockLength, rest.Length)], padding));

        var bytes = encrypted.ToArray();
        return options.UrlSafeBase64 ? Base64Url.EncodeToString(bytes) : Convert.ToBase64String(bytes);
    }
}
