namespace PaymentHub.Orders;

/// <summary>Where a notice comes from.</summary>
/// <param name="Source">Names this one notice of this one callback, query or request; an event keeps it as proof of who caused it.</param>
/// <param name="IsRetry">Whether the work is a retry or was woken: an earlier try may have got any part of the way.</param>
/// <param name="IsUnattended">
/// Whether nobody repeats the work when it is interrupted: it is a request's, without an outbox entry of its own that stands until all is done.
/// Then the commit itself owes the index.
/// </param>
public sealed record ChangeOrigin(string Source, bool IsRetry, bool IsUnattended = false)
{
    /// <summary>The trace of an order's work. Work that has moved has another time or another count, so this names one round of it.</summary>
    public static ChangeOrigin Of(ScheduledAction action) =>
        new(FormattableString.Invariant($"action/{SnakeCaseEnum.Of(action.What)}/{action.DueAt.UtcTicks}/{action.Tries}"), IsRetry: false);
}
