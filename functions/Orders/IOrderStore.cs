using PaymentHub.Storage;

namespace PaymentHub.Orders;

/// <summary>Where orders are kept.</summary>
public interface IOrderStore
{
    /// <summary>Everything about an order in one read, or null when there is no such order.</summary>
    Task<OrderSnapshot?> ReadAsync(string orderId, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a new order, or a change of one as it was read. Null when a row of it already stands, or it has changed since, which may
    /// be this very write: the answer of an earlier try can have been lost. Read the order to tell.
    /// </summary>
    /// <param name="before">The order as it was read; null for a new one.</param>
    Task<OrderWritten?> TryWriteAsync(OrderSnapshot? before, OrderCommit commit, CancellationToken cancellationToken);

    /// <summary>Adds something to an order's timeline that changes nothing else of it.</summary>
    Task RecordAsync(string orderId, OrderChange change, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a dead letter of an order's work that keeps failing in us: visible, owed by nobody until revived. Nothing happens when the order's
    /// work is another by now.
    /// </summary>
    Task DeadLetterActionAsync(string orderId, ActionKind what, CancellationToken cancellationToken);
}

/// <summary>Writes whose deliveries are nobody's concern.</summary>
public static class OrderWrites
{
    /// <summary>Writes a new order. False when a row of it already stands, which may be this very write.</summary>
    public static async Task<bool> TryCreateAsync(this IOrderStore store, OrderCommit commit, CancellationToken cancellationToken) =>
        await store.TryWriteAsync(null, commit, cancellationToken) is not null;

    /// <summary>Writes a change of the order as it was read. False when it has changed since; again, perhaps by this very write.</summary>
    public static async Task<bool> TryUpdateAsync(
        this IOrderStore store,
        OrderSnapshot before,
        OrderCommit commit,
        CancellationToken cancellationToken
    ) => await store.TryWriteAsync(before, commit, cancellationToken) is not null;
}

/// <summary>What a write of an order left behind, as the write itself was answered.</summary>
/// <param name="Revision">Names the new state of the order row.</param>
/// <param name="Deliveries">The delivery rows of the commit as they stand now.</param>
public sealed record OrderWritten(string Revision, IReadOnlyList<Versioned<Delivery>> Deliveries);

/// <summary>Everything stored about one order, read at one moment.</summary>
/// <param name="Order">The order.</param>
/// <param name="Revision">Names this state of the order row; a write that expects another is refused.</param>
/// <param name="Events">The order's events so far, oldest first.</param>
/// <param name="Deliveries">What is owed to each webhook endpoint.</param>
public sealed record OrderSnapshot(Order Order, string Revision, IReadOnlyList<StoredEvent> Events, IReadOnlyList<Versioned<Delivery>> Deliveries)
{
    /// <summary>The event that this source caused, if it did: proof that its write arrived, whatever its answer was.</summary>
    public StoredEvent? CausedBy(string source) => Events.FirstOrDefault(e => e.Source == source);
}
