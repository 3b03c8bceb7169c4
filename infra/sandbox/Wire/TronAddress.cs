using System.Numerics;
using System.Security.Cryptography;

namespace PaymentHub.Sandbox.Wire;

/// <summary>TRON addresses: base58check over 0x41 and 20 bytes.</summary>
internal static class TronAddress
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const byte Prefix = 0x41;

    /// <summary>Whether a text is an address: the right length, prefix and check sum.</summary>
    public static bool IsOne(string text)
    {
        var number = BigInteger.Zero;
        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (digit < 0 || text.Length > 40)
            {
                return false;
            }

            number = (number * Alphabet.Length) + digit;
        }

        var whole = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return whole is { Length: 25 } && whole[0] == Prefix && From(whole.AsSpan(1, 20)) == text;
    }

    /// <param name="account">The 20 bytes of the account.</param>
    public static string From(ReadOnlySpan<byte> account)
    {
        byte[] payload = [Prefix, .. account];
        byte[] whole = [.. payload, .. SHA256.HashData(SHA256.HashData(payload)).AsSpan(0, 4)];

        // The prefix is never 0, so no leading '1' is lost in the number.
        var number = new BigInteger(whole, isUnsigned: true, isBigEndian: true);
        var text = new Stack<char>();
        while (!number.IsZero)
        {
            number = BigInteger.DivRem(number, Alphabet.Length, out var digit);
            text.Push(Alphabet[(int)digit]);
        }

        return string.Concat(text);
    }
}
