using PaymentHub.Storage;

namespace PaymentHub.Orders;

/// <summary>Where orders are kept.</summary>
public interface IOrderStore
{
    /// <summary>Everything about an order in one read, or null when there is no such order.</summary>
    Task<OrderSnapshot?> ReadAsync(string orderId, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a new order, or a change of one as it was read. Null if one of its rows already exists, or it has changed since. That may be this very
    /// write, if the answer of an earlier attempt was lost: read the order to find out.
    /// </summary>
    /// <param name="before">The order as it was read; null for a new one.</param>
    Task<OrderWritten?> TryWriteAsync(OrderSnapshot? before, OrderCommit commit, CancellationToken cancellationToken);

    /// <summary>Adds something to an order's timeline that changes nothing else of it.</summary>
    Task RecordAsync(string orderId, OrderChange change, CancellationToken cancellationToken);

    /// <summary>
    /// Turns an order's action that keeps failing in the app itself into a dead letter: visible, and not done until revived. Does nothing if the
    /// order has a different action by now.
    /// </summary>
    Task DeadLetterActionAsync(string orderId, ActionKind what, CancellationToken cancellationToken);
}

/// <summary>Writes without regard to deliveries.</summary>
public static class OrderWrites
{
    /// <summary>Writes a new order. False if one of its rows already exists, which may be this very write.</summary>
    public static async Task<bool> TryCreateAsync(this IOrderStore store, OrderCommit commit, CancellationToken cancellationToken) =>
        await store.TryWriteAsync(null, commit, cancellationToken) is not null;

    /// <summary>Writes a change of the order as it was read. False if it has changed since, perhaps by this very write.</summary>
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
/// <param name="Revision">The revision of the order row; a write that expects another one is refused.</param>
/// <param name="Events">The order's events so far, oldest first.</param>
/// <param name="Deliveries">The deliveries to each webhook endpoint.</param>
public sealed record OrderSnapshot(Order Order, string Revision, IReadOnlyList<StoredEvent> Events, IReadOnlyList<Versioned<Delivery>> Deliveries)
{
    /// <summary>The event that this source caused, if any: proof that its write arrived, even if the answer was lost.</summary>
    public StoredEvent? CausedBy(string source) => Events.FirstOrDefault(e => e.Source == source);
}

/// <summary>One change of an order, written completely or not at all: the order, its event, and the outbox entries that it causes.</summary>
/// <param name="Order">The order afterwards.</param>
/// <param name="Event">The event, if there is one.</param>
/// <param name="Deliveries">The delivery rows that change, with the state they were read in; a null revision is a new row.</param>
/// <param name="Change">What the order's timeline shows of it; null if nothing.</param>
/// <param name="IndexOwedAt"> Set if nobody repeats this work when it is interrupted: then an outbox entry for the lists and the feed, due at this
/// time, is written, too.
/// </param>
public sealed record OrderCommit(
    Order Order,
    StoredEvent? Event,
    IReadOnlyList<(Delivery Delivery, Versioned<Delivery>? Before)> Deliveries,
    OrderChange? Change = null,
    DateTimeOffset? IndexOwedAt = null
);
