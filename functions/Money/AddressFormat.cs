namespace PaymentHub.Money;

/// <summary>How addresses are compared, and what their form tells of them.</summary>
public static class AddressFormat
{
    /// <summary>What is wrong with an address of nothing but zeros.</summary>
    internal const string Nobodys = "It is the zero address, to which nobody has a key: money sent there is lost.";

    /// <summary>What is wrong with the address of a token's contract, as the address that money goes to.</summary>
    internal const string Contracts = "It is the address of a token's contract: money sent there is lost.";

    private const string EvmPrefix = "0x";

    /// <summary>
    /// The canonical form, in which two spellings of one address are equal. EVM addresses are hexadecimal, and their upper and lower case is only a
    /// checksum; TRON's are base58, and their hexadecimal spelling (41 and 40 digits, perhaps behind 0x) names the same. Twenty bytes without TRON's
    /// prefix are never taken for one of TRON's. Every other address is taken letter for letter.
    /// </summary>
    public static string Canonical(string address)
    {
        var text = address.Trim();
        return IsEvm(text) ? text.ToLowerInvariant() : TronAddress.OfHex(WithoutPrefix(text)) ?? text;
    }

    /// <summary>What is wrong with an address that somebody is to pay to, as a sentence; null when nothing is.</summary>
    /// <param name="network">Our name of the network. Where its form is not known, the
    /// address has to look like that of one that is, or be a plain word.</param>
    /// <param name="address">As it was written, without spaces around it.</param>
    public static string? FindMistake(string network, string address) =>
        network switch
        {
            "tron" => TronAddress.FindMistake(address),
            "ethereum" or "bsc" => EvmAddress.FindMistake(address),
            _ when address.StartsWith(EvmPrefix, StringComparison.OrdinalIgnoreCase) => EvmAddress.FindMistake(address),
            _ => address.Length > 0 && address.All(character => character is > ' ' and <= '~') ? null : "An address is one word of ASCII characters.",
        };

    /// <summary>An address as it is handed out: without spaces around it, and one of TRON's in base58, as wallets want it.</summary>
    public static string ForPayers(string address)
    {
        var text = address.Trim();
        return IsEvm(text) ? text : Canonical(text);
    }

    /// <summary>
    /// An address as it is sent to a provider: as it was written, but for the case of an EVM address. What looks like TRON's hexadecimal may
    /// be a wallet's own name where addresses have no form that is known, and nothing else may be paid than what was asked for.
    /// </summary>
    public static string ToSend(string address)
    {
        var text = address.Trim();
        return IsEvm(text) ? text.ToLowerInvariant() : text;
    }

    private static bool IsEvm(string text) =>
        text.Length == 42 && text.StartsWith(EvmPrefix, StringComparison.OrdinalIgnoreCase) && text.Skip(2).All(char.IsAsciiHexDigit);

    private static string WithoutPrefix(string text) =>
        text.StartsWith(EvmPrefix, StringComparison.OrdinalIgnoreCase) ? text[EvmPrefix.Length..] : text;
}
