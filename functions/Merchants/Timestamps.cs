using System.Globalization;
using System.Text.RegularExpressions;

namespace PaymentHub.Merchants;

/// <summary>Times as callers write them: a day, UTC, or an RFC 3339 time with its
/// zone, so that no machine's own zone decides what is meant.</summary>
internal static partial class Timestamps
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>No order is older, and days before the first there are none.</summary>
    public static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The time; null when it is none.</summary>
    public static DateTimeOffset? Read(string? text) => text is not null && HasZone().IsMatch(text) ? ReadAsUtc(text) : null;

    /// <summary>The same, in which a time without a zone is UTC, too.</summary>
    public static DateTimeOffset? ReadAsUtc(string? text) =>
        DateTimeOffset.TryParseExact(
            text,
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : null;

    [GeneratedRegex(@"^(\d{4}-\d\d-\d\d|.*(Z|[+-]\d\d:\d\d))\z", RegexOptions.CultureInvariant)]
    private static partial Regex HasZone();
}
