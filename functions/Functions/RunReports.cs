using Microsoft.Azure.Functions.Worker;
using PaymentHub.Reconciliation;

namespace PaymentHub.Functions;

/// <summary>Runs the reports that were asked for. Beside the relays and not after them: a report takes its time, and no relay waits for it.</summary>
public sealed class RunReports(ReconciliationReports reports)
{
    [Function(nameof(RunReports))]
    public Task RunAsync([TimerTrigger("%ReconciliationSchedule%")] TimerInfo timer, CancellationToken cancellationToken) => reports.RunAsync(cancellationToken);
}
