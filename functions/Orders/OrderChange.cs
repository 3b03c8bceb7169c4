namespace PaymentHub.Orders;

/// <summary>What changed an order, as its timeline tells it: written in the change's own transaction and never read by the state machine.</summary>
public sealed record OrderChange
{
    public required DateTimeOffset At { get; init; }

    /// <summary>What caused it, as <see cref="ChangeOrigin.Source"/> has it.</summary>
    public required string Source { get; init; }

    /// <summary>The name of the operator whose doing it is; null when it is nobody's.</summary>
    public string? Operator { get; init; }

    /// <summary>Why they did it, in their words; not told to the merchant. Null when they said nothing, or it stands with the order itself.</summary>
    public string? Note { get; init; }

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
    public static OrderChange Step(Order before, Order after, string source, DateTimeOffset now) =>
        new()
        {
            At = now,
            Source = source,
            From = before.Status,
            To = after.Status,
            Reason = after.ReviewReason,
            // What an operator has said that nobody had said before.
            Amount = after.Amount == before.Amount ? null : after.Amount,
            Currency = after.Amount == before.Amount ? null : after.Currency,
        };
}

/// <summary>Where a notice comes from.</summary>
/// <param name="Source">Names this one notice of this one callback, query or request; an event keeps it as proof of who caused it.</param>
/// <param name="IsRetry">Whether the work is a retry or was woken: an earlier try may have got any part of the way.</param>
/// <param name="IsUnattended">
/// Whether nobody repeats the work when it is interrupted: it is a request's, without an outbox entry of its own that stands until all is done.
/// Then the commit itself owes the index.
/// </param>
/// <param name="Operator">The name of the operator whose doing it is; null when it is nobody's.</param>
/// <param name="Note">Why they did it; null when they said nothing, or it stands with the order itself.</param>
public sealed record ChangeOrigin(string Source, bool IsRetry, bool IsUnattended = false, string? Operator = null, string? Note = null)
{
    /// <summary>The trace of an order's work. Work that has moved has another time or another count, so this names one round of it.</summary>
    public static ChangeOrigin Of(ScheduledAction action) =>
        new(FormattableString.Invariant($"action/{SnakeCaseEnum.Of(action.What)}/{action.DueAt.UtcTicks}/{action.Tries}"), IsRetry: false);
}
