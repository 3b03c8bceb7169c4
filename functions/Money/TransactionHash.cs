namespace PaymentHub.Money;

/// <summary>How the hashes of transactions are compared.</summary>
public static class TransactionHash
{
    private const int Digits = 64;
    private const int MaxLength = 128;
    private const string Prefix = "0x";

    /// <summary>
    /// The canonical form, in which two spellings of one hash are equal: hexadecimal in lower case, without the 0x that some write before it. What is
    /// no such hash is compared without regard to case, and otherwise letter for letter.
    /// </summary>
    public static string Canonical(string hash)
    {
        var text = hash.Trim().ToLowerInvariant();
        return
            text.Length == Prefix.Length + Digits
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            && text.Skip(Prefix.Length).All(char.IsAsciiHexDigit)
            ? text[Prefix.Length..]
            : text;
    }

    /// <summary>What is wrong with the hash of a transaction on a network, as a sentence; null when nothing is.</summary>
    /// <param name="network">Our name of the network. Where the form of its hashes is not known, any word is one.</param>
    public static string? FindMistake(string network, string hash) =>
        network switch
        {
            "tron" or "ethereum" or "bsc" => Canonical(hash) is { Length: Digits } text && text.All(char.IsAsciiHexDigit)
                ? null
                : $"On {network} it is {Digits} hexadecimal digits, perhaps behind {Prefix}.",
            _ => hash.Length is > 0 and <= MaxLength && hash.All(character => character is > ' ' and <= '~')
                ? null
                : $"It is one word of at most {MaxLength} ASCII characters.",
        };
}
