using PaymentHub.Orders;

namespace PaymentHub.Merchants;

/// <summary>When open deposits with a payment page are asked about: less and less often, and after the time to pay only for so long.</summary>
public sealed record DepositTiming
{
    /// <summary>How long after it was made a deposit is first asked about; doubles each time.</summary>
    public TimeSpan FirstAsk { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest such wait while the payer has time.</summary>
    public TimeSpan LongestAsk { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after the time to pay a payment that still comes is looked for. A callback is taken at any time.</summary>
    public TimeSpan AskAfterExpiry { get; init; } = TimeSpan.FromDays(3);

    /// <summary>What is to be done for an open deposit next; null when nothing is any more.</summary>
    /// <param name="tries">How often it was asked about.</param>
    /// <param name="timeIsOver">Whether its time to pay is known to be over.</param>
    public Work? Next(DateTimeOffset payBy, int tries, bool timeIsOver, DateTimeOffset now)
    {
        var ask = now + Backoff.Wait(FirstAsk, LongestAsk, tries);
        if (!timeIsOver)
            return ask < payBy ? new Work(WorkKind.Ask, ask, tries) : new Work(WorkKind.Expire, payBy > now ? payBy : now, tries);

        // As long again as it has been over already: the later, the less likely.
        var late = now - payBy;
        var slow = now + (late > LongestAsk ? late : LongestAsk);
        return slow <= payBy + AskAfterExpiry ? new Work(WorkKind.Ask, slow, tries) : null;
    }
}
