using System.Security.Cryptography;
using System.Text;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.MPay;

/// <summary>Reads what a merchant encrypted with MPay's public key, block by block.</summary>
internal sealed class MPayCipher : IDisposable
{
    private readonly Lock _gate = new();
    private readonly RSA _key;
    private readonly RSAEncryptionPadding _padding;

    public MPayCipher(MPayCredentials account)
    {
        _key = RsaKeys.ReadPrivate(account.PrivateKey);
        _padding = account.Version switch
        {
            "v2.1" => RSAEncryptionPadding.Pkcs1,
            "v2" => RSAEncryptionPadding.OaepSHA256,
            var other => throw new ArgumentException($"MPay has versions v2.1 and v2, not '{other}'.", nameof(account)),
        };
    }

    /// <summary>The plain bytes, or null when they were encrypted for another key or in another way.</summary>
    /// <param name="body">Base64, standard or URL-safe.</param>
    public byte[]? Decrypt(string body)
    {
        var standard = body.Replace('-', '+').Replace('_', '/');
        var cipher = new byte[body.Length];
        var padded = standard.PadRight((standard.Length + 3) / 4 * 4, '=');
        var size = _key.KeySize / 8;
        if (!Convert.TryFromBase64String(padded, cipher, out var length) || length == 0 || length % size != 0)
        {
            return null;
        }

        try
        {
            lock (_gate)
            {
                return [.. cipher[..length].Chunk(size).SelectMany(block => _key.Decrypt(block, _padding))];
            }
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Dispose() => _key.Dispose();
}

/// <summary>MPay's two MD5 sums: over a request, and over a callback's fields.</summary>
internal static class MPaySigner
{
    public static string RequestKey(string merchId, string body, string t, string md5Key) => Md5(merchId + body + t + md5Key);

    /// <param name="fields">Every field but the sign itself.</param>
    public static string CallbackSign(IEnumerable<KeyValuePair<string, string>> fields, string md5Key) =>
        Md5(string.Join('&', fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}")) + md5Key);

#pragma warning disable CA5351 // MD5 is the provider's choice.
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
