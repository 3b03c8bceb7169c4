using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Webhooks;

/// <summary>Where it is kept what is owed to whom.</summary>
public interface IDeliveryStore
{
    /// <summary>What an order's deliveries are made of; null when there is no such order.</summary>
    Task<DeliverySnapshot?> ReadAsync(string orderId, CancellationToken cancellationToken);

    /// <summary>
    /// Records an attempt and what is owed after it, in one transaction. False when the delivery has changed since it was read,
    /// by somebody else; a write of our own whose answer was lost counts as done.
    /// </summary>
    Task<bool> TryRecordAsync(DeliverySnapshot before, Attempt attempt, Delivery after, CancellationToken cancellationToken);

    /// <summary>Changes what is owed without an attempt, or starts to owe. False when the delivery has changed since it was read.</summary>
    Task<bool> TryMoveAsync(DeliverySnapshot before, Delivery after, CancellationToken cancellationToken) =>
        TryMoveAsync(before, after, change: null, cancellationToken);

    /// <summary>As above.</summary>
    /// <param name="change">What the order's timeline tells of it, in the same transaction; null: nothing.</param>
    Task<bool> TryMoveAsync(DeliverySnapshot before, Delivery after, OrderChange? change, CancellationToken cancellationToken);

    /// <summary>Keeps the outbox relay from calling for what is owed until a time. False when it has changed since it was read.</summary>
    Task<bool> TryHoldAsync(DeliverySnapshot before, Delivery delivery, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Makes a dead letter of a delivery that keeps failing in us, not at the endpoint: visible, owed by nobody until revived.</summary>
    Task DeadLetterAsync(string orderId, string endpoint, CancellationToken cancellationToken);
}

/// <summary>Everything about an order that its deliveries are made of, read at one moment.</summary>
/// <param name="Order">The order.</param>
/// <param name="Events">Its events, oldest first.</param>
/// <param name="Deliveries">What is owed to each endpoint.</param>
/// <param name="Attempts">The attempts that are kept, by endpoint, version and number.</param>
public sealed record DeliverySnapshot(
    Order Order,
    IReadOnlyList<StoredEvent> Events,
    IReadOnlyList<Versioned<Delivery>> Deliveries,
    IReadOnlyList<Attempt> Attempts
)
{
    /// <summary>What is owed to an endpoint; null when nothing ever was.</summary>
    public Versioned<Delivery>? Of(string endpoint) => Deliveries.FirstOrDefault(row => row.Value.Endpoint == endpoint);

    /// <summary>The event of that version; null when there is none.</summary>
    public StoredEvent? Event(int version) => Events.FirstOrDefault(stored => stored.Version == version);

    /// <summary>The kept attempts at delivering an event to an endpoint, oldest first.</summary>
    public IReadOnlyList<Attempt> AttemptsOf(string endpoint, int version) =>
        [.. Attempts.Where(attempt => attempt.Endpoint == endpoint && attempt.Version == version).OrderBy(attempt => attempt.Number)];

    /// <summary>The number of the last attempt at delivering an event to an endpoint; 0 when there was none.</summary>
    public int LastNumber(string endpoint, int version) => AttemptsOf(endpoint, version).Select(attempt => attempt.Number).LastOrDefault();
}
