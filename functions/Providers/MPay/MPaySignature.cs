using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Providers.MPay;

/// <summary>
/// MD5 over a text that ends with the account's secret. MD5 is weak, but MPay's choice: that is why a query confirms a final status before anything
/// acts on it.
/// </summary>
internal sealed class MPaySignature(MPayOptions options)
{
    /// <summary>The <c>key</c> of a request, in lower-case hex.</summary>
    /// <param name="body">The encrypted body, exactly as sent.</param>
    /// <param name="timestamp">Unix seconds, as sent in <c>t</c>.</param>
    public string RequestKey(string body, string timestamp) =>
        Convert.ToHexStringLower(Hash(Encoding.UTF8.GetBytes(options.MerchId + body + timestamp + options.Md5Key)));

    /// <summary>Verifies a callback's <c>sign</c>, in hex of either case, over all its other fields in ordinal order.</summary>
    /// <param name="fields">The fields as decoded; none repeated, none that could be split two ways.</param>
    public bool Verify(IReadOnlyList<KeyValuePair<string, byte[]>> fields, string sign)
    {
        var signature = new byte[MD5.HashSizeInBytes];
        if (sign.Length != 2 * signature.Length || !sign.All(char.IsAsciiHexDigit))
            return false;
        Convert.FromHexString(sign, signature, out _, out _);
        // Bytes and not texts: a value in another charset is signed as it was sent.
        var source = new List<byte>();
        foreach (var (name, value) in fields.Where(field => field.Key != "sign").OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            if (source.Count > 0)
                source.Add((byte)'&');
            source.AddRange(Encoding.UTF8.GetBytes(name + "="));
            source.AddRange(value);
        }

        return IsOf(options.Md5Key) || (options.Md5KeyPrevious is { } previous && IsOf(previous));

        bool IsOf(string key) => CryptographicOperations.FixedTimeEquals(Hash([.. source, .. Encoding.UTF8.GetBytes(key)]), signature);
    }

    // CA5351: MPay's protocol is MD5; there is nothing to choose here.
#pragma warning disable CA5351
    private static byte[] Hash(byte[] text) => MD5.HashData(text);
#pragma warning restore CA5351
}
