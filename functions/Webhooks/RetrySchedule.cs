using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>When a failed webhook is tried again.</summary>
public static class RetrySchedule
{
    // Up to a tenth more, so that endpoints that failed together are not called together; never less, so that none is called early.
    private const double MaxJitter = 0.1;

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    /// <summary>How long to wait after a failed attempt; null when it was the last.</summary>
    /// <param name="schedule">The waits.</param>
    /// <param name="failed">The number of the attempt that failed, from 1.</param>
    /// <param name="random">A random number from 0 to 1.</param>
    public static TimeSpan? Next(IReadOnlyList<TimeSpan> schedule, int failed, double random) =>
        failed <= schedule.Count ? schedule[failed - 1] * (1 + (MaxJitter * random)) : null;

    /// <summary>
    /// When to try again; null if the attempt was the last. If an endpoint asks for a longer wait than the schedule's, that one is used, up to 24
    /// hours; a shorter one changes nothing, because otherwise an endpoint could use up all attempts within seconds.
    /// </summary>
    public static DateTimeOffset? Next(IReadOnlyList<TimeSpan> schedule, int failed, double random, EndpointAnswer answer, DateTimeOffset now)
    {
        if (answer.IsGone || Next(schedule, failed, random) is not { } wait)
            return null;
        var scheduled = now + wait;
        return Asked(answer, now, LongestRetryAfter) is { } asked && asked > scheduled ? asked : scheduled;
    }

    /// <summary>When an endpoint wants to be called again, within a maximum; null if it does not say.</summary>
    public static DateTimeOffset? Asked(EndpointAnswer answer, DateTimeOffset now, TimeSpan max) =>
        answer.RetryAt > now + max ? now + max : answer.RetryAt;
}
