namespace PaymentHub.Webhooks;

/// <summary>Wakes deliveries. A call may be lost; what is owed stands beside the order.</summary>
public interface IDeliveryQueue
{
    /// <summary>Wakes a delivery when it is due.</summary>
    Task WakeAsync(DeliveryWakeUp wakeUp, DateTimeOffset dueAt, CancellationToken cancellationToken);
}
