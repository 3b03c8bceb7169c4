using System.Security.Cryptography;
using System.Text;
using PaymentHub.Merchants;

namespace PaymentHub.Http.Pay;

/// <summary>The style and the script of payers' pages, which stand in the page itself,
/// and the policy that lets a browser use them and nothing else.</summary>
internal static class PayerPolicy
{
    public static string Style { get; } = Read("payer.css");

    public static string Script { get; } = Read("payer.js");

    /// <summary>What a merchant's colour adds to the style; null when it has none.</summary>
    public static string? AccentStyle(PageLook look) => look.AccentColor is { } color ? $":root{{--accent:{color}}}" : null;

    /// <summary>Only what stands in the page, its own code and state, and the merchant's logo.</summary>
    public static string For(PageLook look)
    {
        var accent = AccentStyle(look) is { } style ? $" {Hash(style)}" : "";
        var logo = look.LogoUrl is { } url ? $" {url.AbsoluteUri}" : "";
        return $"default-src 'none'; style-src {Hash(Style)}{accent}; script-src {Hash(Script)}; img-src 'self'{logo}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    // A browser hashes what stands in the page, where a line ends in one character.
    private static string Read(string name) => Encoding.UTF8.GetString(ApiDescription.Read($"Pay.{name}")).ReplaceLineEndings("\n");
}
