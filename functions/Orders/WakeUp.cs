namespace PaymentHub.Orders;

/// <summary>A wake-up call for an order's work.</summary>
/// <param name="DueAt">The time the work was due when the call was made; null calls for whatever is due.</param>
public sealed record WakeUp(string OrderId, ActionKind What, DateTimeOffset? DueAt)
{
    /// <summary>Whether the work that this call was for has been done or moved meanwhile: it has its own call, or the outbox relay.</summary>
    public bool IsOutdated(ScheduledAction? action) => action is null || action.IsDeadLetter || action.What != What || (DueAt is { } dueAt && dueAt != action.DueAt);
}
