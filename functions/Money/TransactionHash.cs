namespace PaymentHub.Money;

/// <summary>How the hashes of transactions are compared.</summary>
public static class TransactionHash
{
    private const int Digits = 64;
    private const string Prefix = "0x";

    /// <summary>
    /// The form in which two spellings of one hash are equal: hexadecimal in lower case, without the 0x that some write before it. What is
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
}
