namespace PaymentHub.Orders;

/// <summary>Wakes orders' work. A call may be lost; what is owed stands beside the order.</summary>
public interface IActionQueue
{
    /// <summary>Wakes an order's work when it is due.</summary>
    Task WakeAsync(WakeUp wakeUp, DateTimeOffset dueAt, CancellationToken cancellationToken);
}
