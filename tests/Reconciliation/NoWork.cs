using PaymentHub.Orders;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>Calls nobody: orders that a list told of have no work of their own.</summary>
internal sealed class NoWork : IWorkQueue
{
    public Task WakeAsync(WorkCall call, DateTimeOffset dueAt, CancellationToken cancellationToken) => Task.CompletedTask;
}
