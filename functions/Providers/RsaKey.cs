using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PaymentHub.Providers;

/// <summary>
/// An RSA key from settings. An <see cref="RSA"/> object must not be used by two threads at once, and opening one takes twenty times as long as
/// checking a signature: one stays open for the next use, and a caller who finds it in use opens another.
/// </summary>
internal sealed partial class RsaKey
{
    private readonly byte[] _encoded;
    private readonly Import _import;
    private RSA? _idle;

    private RsaKey(byte[] encoded, Import import)
    {
        _encoded = encoded;
        _import = import;
        using var opened = Open();
        SizeInBytes = opened.Rsa.KeySize / 8;
    }

    private delegate void Import(RSA rsa, ReadOnlySpan<byte> encoded, out int read);

    /// <summary>The length of the modulus, and so of a signature or an encrypted block.</summary>
    public int SizeInBytes { get; }

    /// <summary>
    /// Reads a public key, SPKI or PKCS#1: as PEM (whatever its label), base64 of DER, or base64 of a PEM text. Null when it is none of them.
    /// </summary>
    public static RsaKey? ReadPublic(string text) =>
        Read(
            text,
            static (rsa, encoded, out read) => rsa.ImportSubjectPublicKeyInfo(encoded, out read),
            static (rsa, encoded, out read) => rsa.ImportRSAPublicKey(encoded, out read)
        );

    /// <summary>Reads a private key: PKCS#8, as PEM (whatever its label) or base64. Null when it is none.</summary>
    public static RsaKey? ReadPrivate(string text) => Read(text, static (rsa, encoded, out read) => rsa.ImportPkcs8PrivateKey(encoded, out read));

    /// <summary>Opens the key for one use, by one thread; whoever has it gives it back by disposing of it, once.</summary>
    public Opened Open() => new(this, Interlocked.Exchange(ref _idle, null) ?? Create());

    private RSA Create()
    {
        var rsa = RSA.Create();
        _import(rsa, _encoded, out _);
        return rsa;
    }

    private void Return(RSA rsa) => Interlocked.Exchange(ref _idle, rsa)?.Dispose();

    private static RsaKey? Read(string text, params ReadOnlySpan<Import> imports)
    {
        if (Decode(text) is not { } encoded)
            return null;
        foreach (var import in imports)
        {
            if (Fits(import, encoded))
                return new RsaKey(encoded, import);
        }

        return null;
    }

    private static bool Fits(Import import, byte[] encoded)
    {
        using var rsa = RSA.Create();
        try
        {
            import(rsa, encoded, out var read);
            return read == encoded.Length;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static byte[]? Decode(string text)
    {
        var bytes = DecodeBase64(Armour().Match(text) is { Success: true } match ? match.Groups["body"].Value : text);
        // Base64 of a PEM text: decoded once more, and only once.
        return bytes is not null && Armour().Match(Encoding.ASCII.GetString(bytes)) is { Success: true } inner
            ? DecodeBase64(inner.Groups["body"].Value)
            : bytes;
    }

    private static byte[]? DecodeBase64(string text)
    {
        // Settings files and environment variables often hold a PEM's line breaks as the two characters \ and n.
        var compact = text.Replace("\\n", "", StringComparison.Ordinal).Replace("\\r", "", StringComparison.Ordinal);
        return Base64.IsValid(compact) ? Convert.FromBase64String(compact) : null;
    }

    [GeneratedRegex("-----BEGIN [^-]*-----(?<body>[^-]*)-----END [^-]*-----", RegexOptions.CultureInvariant)]
    private static partial Regex Armour();

    /// <summary>A key while it is in use.</summary>
    public readonly ref struct Opened(RsaKey key, RSA rsa)
    {
        public RSA Rsa { get; } = rsa;

        public void Dispose() => key.Return(Rsa);
    }
}

/// <summary>Reads signatures in base64. Many encoders break it into lines, and line breaks carry no meaning; everything else does.</summary>
internal static class Base64Text
{
    /// <summary>Whether a text is exactly so many bytes.</summary>
    /// <param name="bytes">Where they go; all of it is filled.</param>
    public static bool TryDecode(string text, Span<byte> bytes) =>
        text.All(c => c is '\r' or '\n' || !char.IsWhiteSpace(c))
        && Convert.TryFromBase64String(text, bytes, out var length)
        && length == bytes.Length;
}
