using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Local.Settings;

/// <summary>A key to our API, a merchant's or an operator's.</summary>
/// <param name="Text">What its owner sends. It is never configured.</param>
/// <param name="Sha256">What is configured instead: the SHA-256 of its text, 64 hexadecimal digits.</param>
internal sealed record ApiKey(string Text, string Sha256)
{
    public static ApiKey Create()
    {
        var text = "ph_" + Secrets.Letters(43);
        return new(text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }
}
