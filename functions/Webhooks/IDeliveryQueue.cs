namespace PaymentHub.Webhooks;

/// <summary>Calls deliveries awake. A call may be lost; what is owed stands beside the order.</summary>
public interface IDeliveryQueue
{
    /// <summary>Calls a delivery awake when it is due.</summary>
    Task WakeAsync(DeliveryCall call, DateTimeOffset dueAt, CancellationToken cancellationToken);
}
