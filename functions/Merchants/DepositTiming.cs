using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Merchants;

/// <summary>
/// When providers are asked about open deposits: less and less often, and only for a limited time after the time to pay or, for those that the
/// provider created, after we learned of them.
/// </summary>
public sealed record DepositTiming
{
    /// <summary>How long after it was made, or after we learned of it, a deposit is first asked about; doubles each time.</summary>
    public TimeSpan FirstPoll { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest such wait while the payer has time.</summary>
    public TimeSpan LongestPoll { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long after the time to pay a payment that still comes is looked for, and how long a deposit of the provider's that is on its
    /// way is asked about. A callback is taken at any time.
    /// </summary>
    public TimeSpan PollAfterExpiry { get; init; } = TimeSpan.FromDays(3);

    /// <summary>
    /// How long after a deposit was entered by hand it can be called completed. After half of it every instance sees that it was entered: that is
    /// longer than any remembers a row of the address book, which is ten minutes. What began before is over, and found by its transaction, after
    /// the other half.
    /// </summary>
    public TimeSpan EntryWait { get; init; } = ShortestEntryWait;

    /// <summary>Half of it is longer than what is remembered, and the other than any callback's way.</summary>
    public static TimeSpan ShortestEntryWait { get; } = TimeSpan.FromMinutes(30);

    /// <summary>What is to be done next for an open deposit with a payment page; null when nothing is any more.</summary>
    /// <param name="tries">How often it was asked about.</param>
    /// <param name="timeIsOver">Whether its time to pay is known to be over.</param>
    public ScheduledAction? Next(DateTimeOffset payBy, int tries, bool timeIsOver, DateTimeOffset now)
    {
        var ask = now + Backoff.Wait(FirstPoll, LongestPoll, tries);
        if (!timeIsOver)
        {
            return ask < payBy
                ? new ScheduledAction(ActionKind.Poll, ask, tries)
                : new ScheduledAction(ActionKind.Expire, payBy > now ? payBy : now, tries);
        }

        return NextSlowly(payBy, LongestPoll, tries, now);
    }

    /// <summary>What is to be done next for a deposit that its provider made and that is on its way; null when nothing is any more.</summary>
    /// <param name="since">When we learned of it.</param>
    /// <param name="tries">How often it was asked about.</param>
    public ScheduledAction? NextOfProvider(DateTimeOffset since, int tries, DateTimeOffset now) => NextSlowly(since, FirstPoll, tries, now);

    /// <summary>As long again as it has been already: the later, the less likely. The last time is when the time for asking is over.</summary>
    private ScheduledAction? NextSlowly(DateTimeOffset since, TimeSpan shortest, int tries, DateTimeOffset now)
    {
        var (been, end) = (now - since, since + PollAfterExpiry);
        var ask = now + (been > shortest ? been : shortest);
        return now < end ? new ScheduledAction(ActionKind.Poll, ask < end ? ask : end, tries) : null;
    }
}
