using Microsoft.Azure.Functions.Worker;
using PaymentHub.Reconciliation;

namespace PaymentHub.Triggers;

/// <summary>Runs the audits that were asked for. Beside the sweeps and not after them: an audit takes its time, and no sweep waits for it.</summary>
public sealed class RunAudits(Audits audits)
{
    [Function(nameof(RunAudits))]
    public Task RunAsync([TimerTrigger("%ReconciliationSchedule%")] TimerInfo timer, CancellationToken cancellationToken) => audits.RunAsync(cancellationToken);
}
