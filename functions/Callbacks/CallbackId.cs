using System.Globalization;

namespace PaymentHub.Callbacks;

/// <summary>Our id of a received callback: its time of receipt and randomness, so that a day's callbacks sort by time.</summary>
/// <param name="Text">17 digits of UTC time to the millisecond, and 32 hexadecimal digits.</param>
public sealed record CallbackId(string Text)
{
    private const string TimeFormat = "yyyyMMddHHmmssfff";

    /// <summary>The day of receipt as yyyyMMdd, UTC.</summary>
    public string Day => Text[..8];

    /// <summary>The time of receipt; null when the digits are no time.</summary>
    public DateTimeOffset? ReceivedAt =>
        DateTimeOffset.TryParseExact(Text.AsSpan(0, 17), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    /// <summary>A new id.</summary>
    public static CallbackId New(DateTimeOffset receivedAt) =>
        new(receivedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) + Guid.NewGuid().ToString("N"));

    /// <summary>Whether a text has the form of an id.</summary>
    public static bool IsWellFormed(string? text) =>
        text is { Length: 49 } && text.AsSpan(0, 17).IndexOfAnyExceptInRange('0', '9') < 0 && text.Skip(17).All(char.IsAsciiHexDigitLower);

    public override string ToString() => Text;
}
