using PaymentHub.Orders;

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
