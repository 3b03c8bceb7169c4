using System.Globalization;

namespace PaymentHub.Merchants;

/// <summary>A range of time; both ends are part of it.</summary>
public sealed record TimeRange(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Reads a range as operators write it: RFC 3339 times or days, UTC unless
    /// they say otherwise; an end that is yet to come is now.</summary>
    public static Result<TimeRange> Read(string? from, string? to, DateTimeOffset now, int maxDays)
    {
        var check = new RequestCheck();
        var (begin, end) = (Timestamps.ReadAsUtc(from), Timestamps.ReadAsUtc(to));
        end =
            end < now ? end
            : end is null ? null
            : now;
        if (begin is null || begin < Timestamps.Earliest)
            check.Add("from", "Send the beginning as 2024-05-01 or 2024-05-01T12:00:00Z; 2000 or later.");
        else if (begin >= (end ?? now))
            check.Add("from", "The beginning must lie before the end, and in the past.");
        else if (end - begin > TimeSpan.FromDays(maxDays))
            check.Add("to", string.Create(CultureInfo.InvariantCulture, $"The range may have at most {maxDays} days; split it."));
        if (end is null)
            check.Add("to", "Send the end as 2024-05-02 or 2024-05-02T12:00:00Z.");
        return check.Problem is { } problem
            ? new Result<TimeRange>.Failure(problem)
            : new Result<TimeRange>.Success(new TimeRange(begin!.Value, end!.Value));
    }
}
