using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PaymentHub.Money;

namespace PaymentHub.Orders;

/// <summary>
/// Order ids are derived from what they identify, so that a repeated message finds its order without an index: a prefix and the lower-case Crockford
/// base32 of the first 128 bits of SHA-256 over length-prefixed parts.
/// </summary>
public static class OrderId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int HashLength = 26;

    private static readonly SearchValues<char> Digits = SearchValues.Create(Alphabet);

    /// <summary>The id of an order that the provider created.</summary>
    /// <param name="origin">What the provider's id counts: recharge, payment or withdrawal.</param>
    public static string OfProvider(OrderKind kind, string merchant, string account, string origin, string providerOrderId) =>
        Prefix(kind) + Hash("provider", merchant, account, origin, providerOrderId);

    /// <summary>The id of an order that the merchant created: one per merchant, kind and reference.</summary>
    public static string OfMerchant(OrderKind kind, string merchant, string reference) =>
        Prefix(kind) + Hash("merchant", merchant, kind == OrderKind.Deposit ? "payment" : "withdrawal", reference);

    /// <summary>The id of a deposit that an operator entered by hand: one per merchant and transaction.</summary>
    public static string OfTransaction(string merchant, string transactionId) =>
        Prefix(OrderKind.Deposit) + Hash("entered", merchant, TransactionHash.Canonical(transactionId));

    /// <summary>Whether a text has the form of an order's id, of whichever kind. Says nothing about whether the order exists.</summary>
    public static bool IsWellFormed(string? text) => IsWellFormed(text, OrderKind.Deposit) || IsWellFormed(text, OrderKind.Withdrawal);

    /// <summary>Whether a text has the form of an id of that kind. Says nothing about whether the order exists.</summary>
    public static bool IsWellFormed(string? text, OrderKind kind)
    {
        var prefix = Prefix(kind);
        return text is not null
            && text.Length == prefix.Length + HashLength
            && text.StartsWith(prefix, StringComparison.Ordinal)
            && text.AsSpan(prefix.Length).IndexOfAnyExcept(Digits) < 0;
    }

    /// <summary>The kind of a well-formed id's order.</summary>
    public static OrderKind KindOf(string orderId) =>
        orderId.StartsWith(Prefix(OrderKind.Withdrawal), StringComparison.Ordinal) ? OrderKind.Withdrawal : OrderKind.Deposit;

    private static string Prefix(OrderKind kind) => kind == OrderKind.Deposit ? "dep_" : "wd_";

    private static string Hash(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            // The length before each part keeps ("ab", "c") apart from ("a", "bc").
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Base32(BinaryPrimitives.ReadUInt128BigEndian(hash.GetHashAndReset()));
    }

    private static string Base32(UInt128 value) =>
        string.Create(
            HashLength,
            value,
            static (text, rest) =>
            {
                // 26 digits of 5 bits hold 130 bits: the first digit has the top 3 bits.
                for (var i = text.Length - 1; i >= 0; i--, rest >>= 5)
                    text[i] = Alphabet[(int)(rest & 31)];
            }
        );
}
