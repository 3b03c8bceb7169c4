namespace PaymentHub.Orders;

/// <summary>Where a notice comes from.</summary>
/// <param name="Source">Names this one notice of this one callback, query or request; an event keeps it as proof of who caused it.</param>
/// <param name="Again">Whether the work is a retry or was woken: an earlier try may have got any part of the way.</param>
/// <param name="Alone">
/// Whether nobody repeats the work when it is interrupted: it is a request's, without a promise of its own that stands until all is done.
/// Then the commit itself promises the lists.
/// </param>
public sealed record Trace(string Source, bool Again, bool Alone = false)
{
    /// <summary>The trace of an order's work. Work that has moved has another time or another count, so this names one round of it.</summary>
    public static Trace Of(Work work) =>
        new(FormattableString.Invariant($"work/{Words.Of(work.What)}/{work.DueAt.UtcTicks}/{work.Tries}"), Again: false);
}
