namespace PaymentHub.Storage;

/// <summary>Waits that double.</summary>
public static class Backoff
{
    /// <summary>How long to wait after a number of waits before this one.</summary>
    /// <param name="first">The first wait.</param>
    /// <param name="max">The longest wait.</param>
    /// <param name="before">How many waits there were already.</param>
    public static TimeSpan Wait(TimeSpan first, TimeSpan max, int before)
    {
        // 2^30 of any first wait is beyond every limit, and a shift further would overflow.
        var wait = first.Ticks * (double)(1L << Math.Min(before, 30));
        return wait < max.Ticks ? TimeSpan.FromTicks((long)wait) : max;
    }
}
