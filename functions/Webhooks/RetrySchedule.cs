using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>When a failed webhook is tried again.</summary>
public static class RetrySchedule
{
    // Up to a tenth more, so that endpoints that failed together are not asked together; never less, so nobody is asked early.
    private const double MaxJitter = 0.1;

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    /// <summary>How long to wait after a failed attempt; null when it was the last.</summary>
    /// <param name="schedule">The waits.</param>
    /// <param name="failed">The number of the attempt that failed, from 1.</param>
    /// <param name="random">A random number from 0 to 1.</param>
    public static TimeSpan? Next(IReadOnlyList<TimeSpan> schedule, int failed, double random) =>
        failed <= schedule.Count ? schedule[failed - 1] * (1 + (MaxJitter * random)) : null;

    /// <summary>
    /// When to try again; null when the attempt was the last. An endpoint that asks for a longer wait than the schedule's is asked just
    /// then, within 24 hours; a shorter one changes nothing, or an endpoint could burn all its attempts within seconds.
    /// </summary>
    public static DateTimeOffset? Next(IReadOnlyList<TimeSpan> schedule, int failed, double random, EndpointAnswer answer, DateTimeOffset now)
    {
        if (answer.IsGone || Next(schedule, failed, random) is not { } wait)
            return null;
        var scheduled = now + wait;
        return Asked(answer, now, LongestRetryAfter) is { } asked && asked > scheduled ? asked : scheduled;
    }

    /// <summary>When an endpoint wants to be asked again, at most so far ahead; null when it does not say.</summary>
    public static DateTimeOffset? Asked(EndpointAnswer answer, DateTimeOffset now, TimeSpan max) =>
        answer.RetryAt > now + max ? now + max : answer.RetryAt;
}
