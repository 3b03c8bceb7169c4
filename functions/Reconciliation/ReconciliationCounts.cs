namespace PaymentHub.Reconciliation;

/// <summary>What reading a list came to. Orders that were met twice count twice.</summary>
/// <param name="Pages">Pages read.</param>
/// <param name="Seen">Orders on them that could be read.</param>
/// <param name="Created">Deposits that were new to us.</param>
/// <param name="Changed">Orders of ours that it told something new.</param>
/// <param name="Unknown">Orders that are none of ours: withdrawals made past the hub.</param>
/// <param name="Unsettled">Orders left pending, for the list said too little to make
/// them final and the provider's query did not say it either.</param>
/// <param name="Unread">Lines that could not be read, so that nothing is known of their orders.</param>
public sealed record ReconciliationCounts(
    int Pages = 0,
    int Seen = 0,
    int Created = 0,
    int Changed = 0,
    int Unknown = 0,
    int Unsettled = 0,
    int Unread = 0
)
{
    /// <summary>Both together.</summary>
    public static ReconciliationCounts operator +(ReconciliationCounts one, ReconciliationCounts other) => Add(one, other);

    /// <summary>Both together.</summary>
    public static ReconciliationCounts Add(ReconciliationCounts one, ReconciliationCounts other) =>
        new(
            one.Pages + other.Pages,
            one.Seen + other.Seen,
            one.Created + other.Created,
            one.Changed + other.Changed,
            one.Unknown + other.Unknown,
            one.Unsettled + other.Unsettled,
            one.Unread + other.Unread
        );
}
