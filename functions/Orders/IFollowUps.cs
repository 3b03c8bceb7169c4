using PaymentHub.Storage;

namespace PaymentHub.Orders;

/// <summary>What follows a commit. All of it may be repeated. The outbox entry itself is part of the commit.</summary>
public interface IFollowUps
{
    /// <summary>Wakes the delivery of an order's event now.</summary>
    Task WakeDeliveryAsync(string orderId, string endpoint, int version, CancellationToken cancellationToken);

    /// <summary>
    /// Starts the deliveries of an event that was just committed: the first attempt at once if the endpoint is healthy and free, otherwise a wake-up
    /// call. Ends when the attempts end, or when they have taken too long to wait for; never fails.
    /// </summary>
    /// <param name="deliveries">The delivery rows as they are after the commit.</param>
    Task DeliverAsync(Order order, StoredEvent stored, IReadOnlyList<Versioned<Delivery>> deliveries);

    /// <summary>Wakes the order's work when it is due, if there is any.</summary>
    Task WakeActionAsync(Order order, CancellationToken cancellationToken);

    /// <summary>Writes the order into the lists it belongs to; an older version never replaces a newer one.</summary>
    Task IndexAsync(Order order, CancellationToken cancellationToken);

    /// <summary>Appends an event to its merchant's feed, once.</summary>
    Task PublishAsync(Order order, StoredEvent stored, CancellationToken cancellationToken);

    /// <summary>Removes the outbox entry of <see cref="OrderCommit.IndexOwedAt"/> when all of the above is done.</summary>
    Task IndexedAsync(string orderId, DateTimeOffset owedAt, CancellationToken cancellationToken);
}
