using System.Globalization;

namespace PaymentHub.Webhooks;

/// <summary>The results of attempts at an endpoint.</summary>
/// <param name="Attempts">How many were made.</param>
/// <param name="Delivered">How many of them arrived.</param>
public sealed record AttemptCount(int Attempts, int Delivered)
{
    /// <summary>Both together.</summary>
    public AttemptCount And(AttemptCount other) => new(Attempts + other.Attempts, Delivered + other.Delivered);
}

/// <summary>The attempts at an endpoint in the last 24 hours, by the hour. Pure.</summary>
/// <param name="Hours">The counts by their hour, as 2026053114.</param>
public sealed record AttemptHours(IReadOnlyDictionary<string, AttemptCount> Hours)
{
    /// <summary>The attempts with some more, which were made in this hour.</summary>
    public AttemptHours Add(DateTimeOffset now, AttemptCount count)
    {
        var kept = Recent(now).ToDictionary(StringComparer.Ordinal);
        kept[Hour(now)] = kept.GetValueOrDefault(Hour(now))?.And(count) ?? count;
        return new AttemptHours(kept);
    }

    /// <summary>All of the last 24 hours.</summary>
    public AttemptCount Sum(DateTimeOffset now) => Recent(now).Aggregate(new AttemptCount(0, 0), (sum, hour) => sum.And(hour.Value));

    private IEnumerable<KeyValuePair<string, AttemptCount>> Recent(DateTimeOffset now) =>
        Hours.Where(hour => string.CompareOrdinal(hour.Key, Hour(now.AddHours(-23))) >= 0);

    private static string Hour(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
}
