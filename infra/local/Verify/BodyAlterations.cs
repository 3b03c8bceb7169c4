using System.Text;
using System.Text.Json;

namespace PaymentHub.Local.Verify;

/// <summary>What happens to bodies on their way through programs, undone: from the body that was kept to bodies that may have been sent.</summary>
internal static class BodyAlterations
{
    // More than three things at once happen to nobody, and the search stays short.
    private const int MaxSteps = 3;
    private const int MaxBodies = 500;

    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(
        1252,
        EncoderFallback.ExceptionFallback,
        DecoderFallback.ExceptionFallback
    )!;
    private static readonly Encoding Latin1 = Encoding.GetEncoding(
        "iso-8859-1",
        EncoderFallback.ExceptionFallback,
        DecoderFallback.ExceptionFallback
    );

    private static readonly (Func<byte[], string> What, Func<byte[], byte[]?> Undo)[] Steps =
    [
        (_ => "a byte order mark stands before it", body => body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body[3..] : null),
        (body => body[^1] == '\n' ? "a line break was added at its end" : "white space stands around it", WithoutSpaceAround),
        (_ => "its line breaks were made CRLF", body => Replace(body, "\r\n", "\n")),
        (_ => "its line breaks were made LF", body => body.AsSpan().Contains((byte)'\r') ? null : Replace(body, "\n", "\r\n")),
        (_ => "its charset was changed: it is UTF-16", FromUtf16),
        (
            _ => "its charset was changed: it is Windows-1252 or Latin-1 and not UTF-8",
            body => IsUtf8(body) ? null : Recode(body, Windows1252, StrictUtf8) ?? Recode(body, Latin1, StrictUtf8)
        ),
        (
            _ => "its charset was changed: its UTF-8 was read as Windows-1252 and encoded once more (é became Ã©)",
            body => Recode(body, StrictUtf8, Windows1252)
        ),
        (_ => "its charset was changed: its UTF-8 was read as Latin-1 and encoded once more", body => Recode(body, StrictUtf8, Latin1)),
        (_ => "it is a JSON text that holds the body: it was encoded twice", FromJsonText),
        (_ => "it is the base64 of the body", FromBase64),
        (body => $"it is the same JSON, but was parsed and written again ({JsonRewriting.Differences(body)})", JsonRewriting.Same),
        (_ => "it is the same JSON, but was parsed and written again with its members sorted", JsonRewriting.InOrder),
        (_ => "it was parsed and written again with members that are null", JsonRewriting.WithoutNulls),
    ];

    /// <summary>Bodies that may have been sent, the likeliest first, each with what was done to it. The body itself is not among them.</summary>
    public static IEnumerable<(string What, byte[] Body)> Undo(byte[] body)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { Convert.ToBase64String(body) };
        var last = new List<(string What, byte[] Body)> { ("", body) };
        for (var step = 0; step < MaxSteps; step++)
        {
            var next = new List<(string What, byte[] Body)>();
            foreach (var (what, altered) in last.Where(one => one.Body.Length > 0))
            {
                foreach (var (name, undo) in Steps)
                {
                    if (seen.Count >= MaxBodies || undo(altered) is not { } undone || !seen.Add(Convert.ToBase64String(undone)))
                        continue;
                    var found = (what.Length == 0 ? name(altered) : $"{what}, and {name(altered)}", undone);
                    next.Add(found);
                    yield return found;
                }
            }

            last = next;
        }
    }

    public static bool IsUtf8(byte[] body) => Recode(body, StrictUtf8, StrictUtf8) is not null;

    private static byte[]? WithoutSpaceAround(byte[] body)
    {
        var trimmed = body.AsSpan().Trim(" \t\r\n"u8).ToArray();
        return trimmed.Length < body.Length ? trimmed : null;
    }

    private static byte[] Replace(byte[] body, string old, string @new) =>
        Latin1.GetBytes(Latin1.GetString(body).Replace(old, @new, StringComparison.Ordinal));

    private static byte[]? FromUtf16(byte[] body)
    {
        if (body.Length % 2 != 0 || !body.AsSpan().Contains((byte)0))
            return null;
        var bigEndian = body[0] is 0 or 0xFE;
        var text = (bigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(body).TrimStart('\uFEFF');
        return Encoding.UTF8.GetBytes(text);
    }

    private static byte[]? FromJsonText(byte[] body)
    {
        try
        {
            return body[0] == '"' && JsonSerializer.Deserialize<string>(body) is { } text ? Encoding.UTF8.GetBytes(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[]? FromBase64(byte[] body)
    {
        var bytes = new byte[body.Length];
        return body[0] != '{' && IsUtf8(body) && Convert.TryFromBase64String(Encoding.UTF8.GetString(body), bytes, out var length)
            ? bytes[..length]
            : null;
    }

    /// <summary>The bytes read in one encoding and written in another; null when they are not of the one or have no place in the other.</summary>
    private static byte[]? Recode(byte[] body, Encoding from, Encoding to)
    {
        try
        {
            return to.GetBytes(from.GetString(body));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
