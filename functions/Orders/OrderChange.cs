namespace PaymentHub.Orders;

/// <summary>What changed an order, as its timeline tells it: written in the change's own transaction and never read by the state machine.</summary>
public sealed record OrderChange
{
    public required DateTimeOffset At { get; init; }

    /// <summary>What caused it, as <see cref="ChangeOrigin.Source"/> has it.</summary>
    public required string Source { get; init; }

    public required OrderStatus From { get; init; }

    public required OrderStatus To { get; init; }

    /// <summary>The reason for review that showed afterwards.</summary>
    public ReviewReason? Reason { get; init; }

    /// <summary>What the notice said; null when it was no notice that changed the order.</summary>
    public NoticeStatus? Said { get; init; }

    /// <summary>Whether the provider's query had the same to say.</summary>
    public bool Confirmed { get; init; }

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    public string? TransactionId { get; init; }

    /// <summary>
    /// The change that a notice made, or, without one, a step of our own; null when that is nothing to tell: a step that changed no
    /// status, or an answer that has changed nothing but what is to be done next.
    /// </summary>
    public static OrderChange? Of(Order before, Order after, Notice? notice, string source, DateTimeOffset now)
    {
        if (notice is null)
            return before.Status == after.Status ? null : Step(before, after, source, now);
        return after == before with { NextAction = after.NextAction, SubmissionAttempt = after.SubmissionAttempt, UpdatedAt = after.UpdatedAt }
            ? null
            : Step(before, after, source, now) with
            {
                Said = notice.Status,
                Confirmed = notice.Confirmed,
                Amount = notice.Amount,
                Currency = notice.Currency,
                TransactionId = notice.TransactionId,
            };
    }

    /// <summary>A step of our own.</summary>
    public static OrderChange Step(Order before, Order after, string source, DateTimeOffset now) => new()
    {
        At = now,
        Source = source,
        From = before.Status,
        To = after.Status,
        Reason = after.ReviewReason,
    };
}
