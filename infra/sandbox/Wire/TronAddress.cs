using System.Numerics;
using System.Security.Cryptography;

namespace PaymentHub.Sandbox.Wire;

/// <summary>TRON addresses: base58check over 0x41 and 20 bytes.</summary>
internal static class TronAddress
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const byte Prefix = 0x41;

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
