using System.Globalization;

namespace PaymentHub.Merchants;

/// <summary>A range of time; both ends are part of it.</summary>
public sealed record TimeRange(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Reads a range as operators write it: RFC 3339 times or days, UTC unless they say otherwise; an end that is yet to come is now.</summary>
    public static Result<TimeRange> Read(string? from, string? to, DateTimeOffset now, int maxDays)
    {
        if (Timestamps.ReadAsUtc(from) is not { } begin || begin < Timestamps.Earliest)
            return Wrong("from", "Send the beginning as 2024-05-01 or 2024-05-01T12:00:00Z; 2000 or later.");
        if (Timestamps.ReadAsUtc(to) is not { } end)
            return Wrong("to", "Send the end as 2024-05-02 or 2024-05-02T12:00:00Z.");
        end = end < now ? end : now;
        if (begin >= end)
            return Wrong("from", "The beginning must lie before the end, and in the past.");
        return end - begin > TimeSpan.FromDays(maxDays)
            ? Wrong("to", string.Create(CultureInfo.InvariantCulture, $"The range may have at most {maxDays} days; split it."))
            : new Result<TimeRange>.Success(new TimeRange(begin, end));
    }

    private static Result<TimeRange>.Failure Wrong(string field, string message) => new(Problem.InvalidRequest(field, message));
}
