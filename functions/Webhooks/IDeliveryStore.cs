using PaymentHub.Orders;

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
