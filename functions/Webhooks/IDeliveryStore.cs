using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Webhooks;

/// <summary>Where deliveries are stored.</summary>
public interface IDeliveryStore
{
    /// <summary>What an order's deliveries need; null if there is no such order.</summary>
    Task<DeliverySnapshot?> ReadAsync(string orderId, CancellationToken cancellationToken);

    /// <summary>
    /// Records an attempt and the delivery after it, in one transaction. False if somebody else has changed the delivery since it was read; our own
    /// write whose answer was lost counts as done.
    /// </summary>
    Task<bool> TryRecordAsync(DeliverySnapshot before, Attempt attempt, Delivery after, CancellationToken cancellationToken);

    /// <summary>Changes or starts a delivery without an attempt. False if the delivery has changed since it was read.</summary>
    Task<bool> TryMoveAsync(DeliverySnapshot before, Delivery after, CancellationToken cancellationToken) =>
        TryMoveAsync(before, after, change: null, cancellationToken);

    /// <summary>As above.</summary>
    /// <param name="change">What the order's timeline shows of it, in the same transaction; null if nothing.</param>
    Task<bool> TryMoveAsync(DeliverySnapshot before, Delivery after, OrderChange? change, CancellationToken cancellationToken);

    /// <summary>Keeps the outbox relay from waking the delivery until a time. False if it has changed since it was read.</summary>
    Task<bool> TryHoldAsync(DeliverySnapshot before, Delivery delivery, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>
    /// Turns a delivery that keeps failing in the app itself, not at the endpoint, into a dead letter: visible, and not attempted until revived.
    /// </summary>
    Task DeadLetterAsync(string orderId, string endpoint, CancellationToken cancellationToken);
}

/// <summary>Everything that an order's deliveries need, read at one moment.</summary>
/// <param name="Order">The order.</param>
/// <param name="Events">Its events, oldest first.</param>
/// <param name="Deliveries">The deliveries to each endpoint.</param>
/// <param name="Attempts">The attempts that are kept, by endpoint, version and number.</param>
public sealed record DeliverySnapshot(
    Order Order,
    IReadOnlyList<StoredEvent> Events,
    IReadOnlyList<Versioned<Delivery>> Deliveries,
    IReadOnlyList<Attempt> Attempts
)
{
    /// <summary>The delivery to an endpoint; null if there never was one.</summary>
    public Versioned<Delivery>? Of(string endpoint) => Deliveries.FirstOrDefault(row => row.Value.Endpoint == endpoint);

    /// <summary>The event of that version; null when there is none.</summary>
    public StoredEvent? Event(int version) => Events.FirstOrDefault(stored => stored.Version == version);

    /// <summary>The kept attempts at delivering an event to an endpoint, oldest first.</summary>
    public IReadOnlyList<Attempt> AttemptsOf(string endpoint, int version) =>
        [.. Attempts.Where(attempt => attempt.Endpoint == endpoint && attempt.Version == version).OrderBy(attempt => attempt.Number)];

    /// <summary>The number of the last attempt at delivering an event to an endpoint; 0 when there was none.</summary>
    public int LastNumber(string endpoint, int version) => AttemptsOf(endpoint, version).Select(attempt => attempt.Number).LastOrDefault();
}
