using System.Text;
using Org.BouncyCastle.Crypto.Digests;

namespace PaymentHub.Money;

/// <summary>The addresses of Ethereum, BSC and their like: 20 bytes in hexadecimal, whose case may carry a checksum (EIP-55).</summary>
public static class EvmAddress
{
    private const int Digits = 40;

    /// <summary>What is wrong with an address, as a sentence; null when nothing is.</summary>
    /// <param name="address">As it was written: its canonical spelling has lost the checksum.</param>
    public static string? FindMistake(string address)
    {
        if (address.Length != Digits + 2 || !address.StartsWith("0x", StringComparison.Ordinal) || !address.Skip(2).All(char.IsAsciiHexDigit))
            return "An address on this network is 0x and 40 hexadecimal digits.";
        var digits = address[2..];
        if (digits.All(digit => digit == '0'))
            return AddressFormat.Nobodys;
        if (!digits.Any(char.IsAsciiLetterUpper) || !digits.Any(char.IsAsciiLetterLower))
            return null;
        return digits == WithChecksum(digits)
            ? null
            : "The address's upper and lower case do not match its checksum (EIP-55): a character is mistyped. In lower case it cannot be checked.";
    }

    private static string WithChecksum(string digits)
    {
        var lower = digits.ToLowerInvariant();
        var hash = Convert.ToHexString(Keccak256.Hash(Encoding.ASCII.GetBytes(lower)));
        // A hexadecimal digit of the hash from 8 on puts the letter at its place in upper case.
        return string.Concat(lower.Select((digit, i) => hash[i] >= '8' ? char.ToUpperInvariant(digit) : digit));
    }
}

/// <summary>
/// Keccak-256 as Ethereum uses it: the sponge before it was standardised, so that its padding differs from SHA3-256, which is the
/// only one that .NET has. It checks the spelling of addresses (EIP-55) and protects nothing.
/// </summary>
internal static class Keccak256
{
    public const int HashSize = 32;

    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        var digest = new KeccakDigest(HashSize * 8);
        digest.BlockUpdate(data);
        var hash = new byte[HashSize];
        digest.DoFinal(hash);
        return hash;
    }
}
