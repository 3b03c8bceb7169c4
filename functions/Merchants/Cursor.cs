using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Merchants;

/// <summary>
/// Cursors: a position in a list, bound to the list, its owner and its filters. A cursor is only a position within the caller's own list, so it needs
/// no secret: the check detects broken, shortened or foreign ones.
/// </summary>
internal static class Cursor
{
    private const int CheckLength = 8;
    private const int MaxLength = 200;

    /// <param name="binding">Whose list it is, and which.</param>
    public static string Write(string binding, string position)
    {
        var bytes = Encoding.UTF8.GetBytes(position);
        return Base64Url.EncodeToString([.. Check(binding, position), .. bytes]);
    }

    /// <summary>The position; null when the cursor was not written for this list.</summary>
    public static string? Read(string binding, string cursor)
    {
        var bytes = new byte[MaxLength];
        if (
            cursor.Length > MaxLength
            || !Base64Url.IsValid(cursor, out var length)
            || length <= CheckLength
            || !Base64Url.TryDecodeFromChars(cursor, bytes, out var written)
        )
        {
            return null;
        }

        var position = Encoding.UTF8.GetString(bytes, CheckLength, written - CheckLength);
        // Written again, so that there is one spelling of it.
        return Write(binding, position) == cursor ? position : null;
    }

    private static ReadOnlySpan<byte> Check(string binding, string position) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{binding.Length}\n{binding}\n{position}")).AsSpan(0, CheckLength);
}

/// <summary>One page of a list.</summary>
/// <param name="Items">What is on it; a page may be short, even empty, although more follows.</param>
/// <param name="Next">Where the next page begins; null when this is the last.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, string? Next);
