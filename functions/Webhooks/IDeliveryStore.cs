using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>Where it is kept what is owed to whom.</summary>
public interface IDeliveryStore
{
    /// <summary>What is owed to an endpoint for an order; null when no event ever was.</summary>
    Task<OwedWebhook?> ReadAsync(string orderId, string endpoint, CancellationToken cancellationToken);

    /// <summary>
    /// Records an attempt and what is owed after it, in one transaction. False when the delivery has changed since it was read,
    /// by somebody else; a write of our own whose answer was lost counts as done.
    /// </summary>
    Task<bool> TryRecordAsync(OwedWebhook before, Attempt attempt, Delivery after, CancellationToken cancellationToken);

    /// <summary>Moves what is owed without an attempt. False when the delivery has changed since it was read.</summary>
    Task<bool> TryMoveAsync(OwedWebhook before, Delivery after, CancellationToken cancellationToken);

    /// <summary>Sets a delivery aside that keeps failing in us, not at the endpoint: visible, owed by nobody until revived.</summary>
    Task SetAsideAsync(string orderId, string endpoint, CancellationToken cancellationToken);
}
