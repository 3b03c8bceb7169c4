using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Sandbox.MPay;

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
