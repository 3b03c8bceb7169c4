namespace PaymentHub.Orders;

/// <summary>Everything stored about one order, read at one moment.</summary>
/// <param name="Order">The order.</param>
/// <param name="Revision">Names this state of the order row; a write that expects another is refused.</param>
/// <param name="Events">The order's events so far, oldest first.</param>
/// <param name="Deliveries">What is owed to each webhook endpoint.</param>
public sealed record OrderSnapshot(Order Order, string Revision, IReadOnlyList<StoredEvent> Events, IReadOnlyList<StoredDelivery> Deliveries)
{
    /// <summary>The event that this source caused, if it did: proof that its write arrived, whatever its answer was.</summary>
    public StoredEvent? CausedBy(string source) => Events.FirstOrDefault(e => e.Source == source);
}
