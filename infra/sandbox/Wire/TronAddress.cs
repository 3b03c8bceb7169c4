using SimpleBase;

namespace PaymentHub.Sandbox.Wire;

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
