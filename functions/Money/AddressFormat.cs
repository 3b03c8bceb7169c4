namespace PaymentHub.Money;

/// <summary>How addresses are compared.</summary>
public static class AddressFormat
{
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
