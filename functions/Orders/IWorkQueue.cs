namespace PaymentHub.Orders;

/// <summary>Calls orders' work awake. A call may be lost; what is owed stands beside the order.</summary>
public interface IWorkQueue
{
    /// <summary>Calls an order's work awake when it is due.</summary>
    Task WakeAsync(WorkCall call, DateTimeOffset dueAt, CancellationToken cancellationToken);
}
