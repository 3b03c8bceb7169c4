using Microsoft.Azure.Functions.Worker;
using PaymentHub.Reconciliation;

namespace PaymentHub.Functions;

/// <summary>Reads on in the providers' lists, wherever that is due.</summary>
public sealed class ReconcileAccounts(ReconciliationScheduler scheduler)
{
    [Function(nameof(ReconcileAccounts))]
    public Task RunAsync([TimerTrigger("%ReconciliationSchedule%")] TimerInfo timer, CancellationToken cancellationToken) => scheduler.RunAsync(cancellationToken);
}
