using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PaymentHub.Sandbox.Wire;

/// <summary>Reads RSA keys as the providers hand them out: with or without PEM armour, whatever its label, or base64 of the PEM text.</summary>
internal static partial class RsaKeys
{
    public static RSA ReadPublic(string text) =>
        Read(text, static (rsa, der) => rsa.ImportSubjectPublicKeyInfo(der, out _), static (rsa, der) => rsa.ImportRSAPublicKey(der, out _));

    public static RSA ReadPrivate(string text) =>
        Read(text, static (rsa, der) => rsa.ImportPkcs8PrivateKey(der, out _), static (rsa, der) => rsa.ImportRSAPrivateKey(der, out _));

    private static RSA Read(string text, Action<RSA, byte[]> usual, Action<RSA, byte[]> other)
    {
        var rsa = RSA.Create();
        try
        {
            Import(rsa, Der(text), usual, other);
            return rsa;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            rsa.Dispose();
            throw new ArgumentException("A key is no RSA key in base64 or PEM.", nameof(text), e);
        }
    }

    private static void Import(RSA rsa, byte[] der, Action<RSA, byte[]> usual, Action<RSA, byte[]> other)
    {
        try
        {
            usual(rsa, der);
        }
        catch (CryptographicException)
        {
            other(rsa, der);
        }
    }

    private static byte[] Der(string text)
    {
        var bytes = Convert.FromBase64String(Armour().Replace(text, ""));

        // Base64 of a PEM text starts with its dashes.
        return bytes is [(byte)'-', ..] ? Convert.FromBase64String(Armour().Replace(Encoding.ASCII.GetString(bytes), "")) : bytes;
    }

    [GeneratedRegex(@"-----(BEGIN|END) [A-Z ]+-----")]
    private static partial Regex Armour();
}
