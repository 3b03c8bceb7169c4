using PaymentHub.Orders;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>Calls nobody: orders that a list told of have no work of their own.</summary>
internal sealed class NoActions : IActionQueue
{
    public Task WakeAsync(WakeUp wakeUp, DateTimeOffset dueAt, CancellationToken cancellationToken) => Task.CompletedTask;
}
