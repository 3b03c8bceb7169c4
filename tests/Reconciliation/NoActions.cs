using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>Calls nobody: orders that a list told of have no work of their own.</summary>
internal sealed class NoActions : IActionQueue
{
    public Task WakeAsync(WakeUp wakeUp, DateTimeOffset dueAt, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Deliveries are not looked at here.</summary>
internal sealed class NoDeliveries : PaymentHub.Webhooks.IFirstAttempts
{
    public Task WakeAsync(string orderId, string endpoint, int version, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task BeginAsync(Order order, StoredEvent stored, IReadOnlyList<Versioned<Delivery>> deliveries) => Task.CompletedTask;
}
