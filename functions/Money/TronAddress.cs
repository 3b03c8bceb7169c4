using SimpleBase;

namespace PaymentHub.Money;

/// <summary>TRON's addresses: 20 bytes behind the prefix 0x41, in base58 with a checksum.</summary>
public static class TronAddress
{
    private const int TextLength = 34;
    private const int Bytes = 20;
    private const byte Prefix = 0x41;

    /// <summary>The address in base58 that a hexadecimal spelling, 41 and 40 digits, names; null when the text is none.</summary>
    public static string? OfHex(string text) =>
        text.Length == (1 + Bytes) * 2 && text.StartsWith("41", StringComparison.Ordinal) && text.All(char.IsAsciiHexDigit)
            ? Base58.Bitcoin.EncodeCheck(Convert.FromHexString(text.AsSpan(2)), Prefix)
            : null;

    /// <summary>What is wrong with an address, as a sentence; null when nothing is.</summary>
    public static string? FindMistake(string address)
    {
        // The decoder throws at characters beyond ASCII.
        if (address.Length != TextLength || address[0] != 'T' || !address.All(char.IsAsciiLetterOrDigit))
            return "A TRON address has 34 letters and digits and starts with T.";
        // Room for what a wrong text of that length may hold.
        Span<byte> payload = stackalloc byte[TextLength];
        if (!Base58.Bitcoin.TryDecodeCheck(address, payload, out var prefix, out var length))
            return "The address's checksum is wrong: a character is missing, mistyped or in the wrong case.";
        if (prefix != Prefix || length != Bytes)
            return "The text is base58 with a good checksum, but no TRON address.";
        return payload[..Bytes].ContainsAnyExcept((byte)0) ? null : AddressFormat.Nobodys;
    }
}
