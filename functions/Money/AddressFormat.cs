namespace PaymentHub.Money;

/// <summary>How addresses are compared.</summary>
public static class AddressFormat
{
    /// <summary>What is wrong with an address of nothing but zeros.</summary>
    internal const string Nobodys = "It is the zero address, which nobody has a key to: what goes there is lost.";

    /// <summary>What is wrong with the address of a token's contract, as the address that money goes to.</summary>
    internal const string Contracts = "It is the address of a token's contract, which pays nothing out: what goes there is lost.";

    /// <summary>
    /// The form in which two spellings of one address are equal. EVM addresses are hexadecimal, and their upper and
    /// lower case is only a checksum; every other address (TRON's base58 among them) is taken letter for letter.
    /// </summary>
    public static string Canonical(string address)
    {
        var text = address.Trim();
        return IsEvm(text) ? text.ToLowerInvariant() : text;
    }

    private static bool IsEvm(string text) =>
        text.Length == 42 && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && text.Skip(2).All(char.IsAsciiHexDigit);
}
