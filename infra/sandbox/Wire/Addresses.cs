using System.Text;
using Org.BouncyCastle.Crypto.Digests;
using SimpleBase;

namespace PaymentHub.Sandbox.Wire;

/// <summary>Ethereum and BSC addresses: 0x and 40 hex digits, in the mixed case of EIP-55.</summary>
internal static class EvmAddress
{
    /// <summary>Whether a text is an address; one in mixed case must have the case of EIP-55.</summary>
    public static bool IsOne(string text) =>
        text is ['0', 'x', .. var digits]
        && digits.Length == 40
        && digits.All(char.IsAsciiHexDigit)
        && (!digits.Any(char.IsAsciiLetterUpper) || !digits.Any(char.IsAsciiLetterLower) || From(Convert.FromHexString(digits)) == text);

    /// <param name="account">The 20 bytes of the account.</param>
    public static string From(ReadOnlySpan<byte> account)
    {
        var lower = Convert.ToHexStringLower(account);
        var hash = Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(lower)));
        return "0x" + string.Concat(lower.Zip(hash, static (digit, nibble) => nibble >= '8' ? char.ToUpperInvariant(digit) : digit));
    }
}

/// <summary>Keccak-256 as Ethereum uses it. It pads with 0x01 where the later SHA-3
/// standard pads with 0x06, so the platform's SHA3 will not do.</summary>
internal static class Keccak256
{
    public static byte[] Hash(byte[] data)
    {
        var digest = new KeccakDigest(256);
        digest.BlockUpdate(data, 0, data.Length);
        var hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash, 0);
        return hash;
    }
}

/// <summary>TRON addresses: base58check over 0x41 and 20 bytes.</summary>
internal static class TronAddress
{
    private const byte Prefix = 0x41;
    private const int MaxText = 40;

    /// <summary>Whether a text is an address: the right length, prefix and check sum.</summary>
    public static bool IsOne(string text)
    {
        // The decoder throws at characters beyond ASCII.
        if (text.Length > MaxText || !text.All(char.IsAsciiLetterOrDigit))
            return false;
        Span<byte> account = stackalloc byte[MaxText];
        return Base58.Bitcoin.TryDecodeCheck(text, account, out var prefix, out var length) && prefix == Prefix && length == 20;
    }

    /// <param name="account">The 20 bytes of the account.</param>
    public static string From(ReadOnlySpan<byte> account) => Base58.Bitcoin.EncodeCheck(account, Prefix);
}
