namespace PaymentHub.Orders;

/// <summary>What follows a commit. All of it may be repeated, and none of it is the promise itself: that is in the commit.</summary>
public interface IFollowUps
{
    /// <summary>Calls the delivery of an order's event awake now.</summary>
    Task WakeDeliveryAsync(string orderId, string endpoint, int version, CancellationToken cancellationToken);

    /// <summary>Calls the order's work awake when it is due, if there is any.</summary>
    Task WakeWorkAsync(Order order, CancellationToken cancellationToken);

    /// <summary>Writes the order into the lists it belongs to; an older version never replaces a newer one.</summary>
    Task ListAsync(Order order, CancellationToken cancellationToken);

    /// <summary>Appends an event to its merchant's feed, where it stands once.</summary>
    Task PublishAsync(Order order, StoredEvent stored, CancellationToken cancellationToken);

    /// <summary>Takes back the promise of <see cref="OrderCommit.ListsOwedAt"/>, when all of the above is done.</summary>
    Task ListedAsync(string orderId, DateTimeOffset owedAt, CancellationToken cancellationToken);
}
