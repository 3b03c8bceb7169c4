using PaymentHub.Storage;

namespace PaymentHub.Orders;

/// <summary>What follows a commit. All of it may be repeated, and none of it is the outbox entry itself: that is in the commit.</summary>
public interface IFollowUps
{
    /// <summary>Wakes the delivery of an order's event now.</summary>
    Task WakeDeliveryAsync(string orderId, string endpoint, int version, CancellationToken cancellationToken);

    /// <summary>
    /// Begins the deliveries of an event that was committed just now: the first attempt at once where the endpoint is healthy and free, else a
    /// call that wakes it. Over when the attempts are, or when they have taken so long that nobody should wait for them; never fails.
    /// </summary>
    /// <param name="deliveries">The delivery rows of the commit as they stand since.</param>
    Task DeliverAsync(Order order, StoredEvent stored, IReadOnlyList<Versioned<Delivery>> deliveries);

    /// <summary>Wakes the order's work when it is due, if there is any.</summary>
    Task WakeActionAsync(Order order, CancellationToken cancellationToken);

    /// <summary>Writes the order into the lists it belongs to; an older version never replaces a newer one.</summary>
    Task IndexAsync(Order order, CancellationToken cancellationToken);

    /// <summary>Appends an event to its merchant's feed, where it stands once.</summary>
    Task PublishAsync(Order order, StoredEvent stored, CancellationToken cancellationToken);

    /// <summary>Takes back the outbox entry of <see cref="OrderCommit.IndexOwedAt"/>, when all of the above is done.</summary>
    Task IndexedAsync(string orderId, DateTimeOffset owedAt, CancellationToken cancellationToken);
}
