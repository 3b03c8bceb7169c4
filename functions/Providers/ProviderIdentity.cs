using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Providers;

/// <summary>How an account at a provider is told from all others there.</summary>
internal static class ProviderIdentity
{
    /// <summary>
    /// The first 128 bits, in hex, of SHA-256 over the provider, its host and what it knows the account by: what an account goes by may be a
    /// secret, and this is kept and shown. Neither scheme nor path make another account of it.
    /// </summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="baseUrl">The provider's address.</param>
    /// <param name="account">What the provider knows the account by.</param>
    public static string Of(string provider, Uri baseUrl, string account)
    {
        string[] all =
        [
            provider,
            baseUrl.IdnHost.TrimEnd('.'),
            baseUrl.IsDefaultPort ? "" : baseUrl.Port.ToString(CultureInfo.InvariantCulture),
            account,
        ];
        var text = string.Concat(all.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Length}:{part}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
