namespace PaymentHub.Webhooks;

/// <summary>When a failed webhook is tried again.</summary>
public static class RetrySchedule
{
    // Up to a tenth more, so that endpoints that failed together are not asked together; never less, so nobody is asked early.
    private const double MaxJitter = 0.1;

    /// <summary>How long to wait after a failed attempt; null when it was the last.</summary>
    /// <param name="schedule">The waits.</param>
    /// <param name="failed">The number of the attempt that failed, from 1.</param>
    /// <param name="random">A random number from 0 to 1.</param>
    public static TimeSpan? Next(IReadOnlyList<TimeSpan> schedule, int failed, double random) =>
        failed <= schedule.Count ? schedule[failed - 1] * (1 + (MaxJitter * random)) : null;
}
