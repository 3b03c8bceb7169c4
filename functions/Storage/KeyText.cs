using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Storage;

/// <summary>Times, days and foreign texts as they stand in keys.</summary>
internal static class KeyText
{
    private const string TimeFormat = "yyyyMMddHHmmssfff";

    /// <summary>A day as yyyyMMdd, UTC.</summary>
    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>A day so that text order is newest first; the same function leads back.</summary>
    public static string InvertedDay(string day) =>
        (99_999_999 - int.Parse(day, NumberStyles.None, CultureInfo.InvariantCulture)).ToString("00000000", CultureInfo.InvariantCulture);

    /// <summary>A time so that text order is newest first: 19 digits.</summary>
    public static string Inverted(DateTimeOffset time) =>
        (DateTimeOffset.MaxValue.Ticks - time.UtcTicks).ToString("0000000000000000000", CultureInfo.InvariantCulture);

    /// <summary>The last of all times before this one, inverted: what is behind it in text order came before this time.</summary>
    public static string InvertedBefore(DateTimeOffset time) => Inverted(time.UtcTicks == 0 ? time : time.AddTicks(-1));

    /// <summary>The time that is written in a key; null when it is none.</summary>
    public static DateTimeOffset? ReadTime(string text) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
