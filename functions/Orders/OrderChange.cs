namespace PaymentHub.Orders;

/// <summary>A change of an order for its timeline: written in the change's own transaction, and never read by the state machine.</summary>
public sealed record OrderChange
{
    public required DateTimeOffset At { get; init; }

    /// <summary>What caused it, as <see cref="ChangeOrigin.Source"/> has it.</summary>
    public required string Source { get; init; }

    /// <summary>The name of the operator who did it; null if nobody did.</summary>
    public string? Operator { get; init; }

    /// <summary>Why, in their words; hidden from the merchant. Null if they gave no reason, or it is stored with the order itself.</summary>
    public string? Note { get; init; }

    public required OrderStatus From { get; init; }

    public required OrderStatus To { get; init; }

    /// <summary>The reason for review that showed afterwards.</summary>
    public ReviewReason? Reason { get; init; }

    /// <summary>What the notice said; null when it was no notice that changed the order.</summary>
    public NoticeStatus? Said { get; init; }

    /// <summary>Whether the provider's query said the same.</summary>
    public bool Confirmed { get; init; }

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    public string? TransactionId { get; init; }

    /// <summary>
    /// The change by a notice or, without one, by our own step. Null if there is nothing to show: a step that changed no status, or an answer that
    /// changed only the next action.
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

    /// <summary>Our own step.</summary>
    public static OrderChange Step(Order before, Order after, string source, DateTimeOffset now) =>
        new()
        {
            At = now,
            Source = source,
            From = before.Status,
            To = after.Status,
            Reason = after.ReviewReason,
            // An amount that an operator said and nobody had said before.
            Amount = after.Amount == before.Amount ? null : after.Amount,
            Currency = after.Amount == before.Amount ? null : after.Currency,
        };
}

/// <summary>What caused a change.</summary>
/// <param name="Source">Identifies this one notice of this one callback, query or request; the event stores it as proof of its cause.</param>
/// <param name="IsRetry">Whether the work is a retry or was woken: an earlier attempt may have done any part of it.</param>
/// <param name="IsUnattended"> Whether nobody repeats the work if it is interrupted: it belongs to a request, without an outbox entry of its own
/// until everything is done. Then the commit itself adds an outbox entry for the index.
/// </param>
/// <param name="Operator">The name of the operator who did it; null if nobody did.</param>
/// <param name="Note">Why they did it; null if they gave no reason, or it is stored with the order itself.</param>
public sealed record ChangeOrigin(string Source, bool IsRetry, bool IsUnattended = false, string? Operator = null, string? Note = null)
{
    /// <summary>
    /// The origin of a step of an order's scheduled action. A rescheduled action has another time or count, so this identifies one round of it.
    /// </summary>
    public static ChangeOrigin Of(ScheduledAction action) =>
        new(FormattableString.Invariant($"action/{SnakeCaseEnum.Of(action.What)}/{action.DueAt.UtcTicks}/{action.Tries}"), IsRetry: false);
}
