using Microsoft.Azure.Functions.Worker;
using PaymentHub.Operations;
using PaymentHub.Reconciliation;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions;

/// <summary>What runs by the clock.</summary>
public sealed class TimerFunctions(
    OutboxRelay outbox, SuspendedDeliveryRelay suspended, ReconciliationScheduler scheduler, IntegrityCheck integrity, ReconciliationReports reports, EndpointAlarm alarm)
{
    /// <summary>Wakes what is owed and late.</summary>
    [Function(nameof(RelayOutbox))]
    public async Task RelayOutbox([TimerTrigger("%OutboxRelaySchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await outbox.RunAsync(cancellationToken);
        await suspended.RunAsync(cancellationToken);
    }

    /// <summary>Reads on in the providers' lists, wherever that is due.</summary>
    [Function(nameof(ReconcileAccounts))]
    public Task ReconcileAccounts([TimerTrigger("%ReconciliationSchedule%")] TimerInfo timer, CancellationToken cancellationToken) => scheduler.RunAsync(cancellationToken);

    /// <summary>Looks after our own rows.</summary>
    [Function(nameof(CheckIntegrity))]
    public Task CheckIntegrity([TimerTrigger("%IntegrityCheckSchedule%")] TimerInfo timer, CancellationToken cancellationToken) => integrity.RunAsync(cancellationToken);

    /// <summary>Runs the reports that were asked for. Beside the relays and not after them: a report takes its time, and no relay waits for it.</summary>
    [Function(nameof(RunReports))]
    public Task RunReports([TimerTrigger("%ReconciliationSchedule%")] TimerInfo timer, CancellationToken cancellationToken) => reports.RunAsync(cancellationToken);

    /// <summary>Tells merchants of endpoints that take nothing. A timer of its own: what is owed and late does not wait until somebody has answered.</summary>
    [Function(nameof(TellOfFailingEndpoints))]
    public Task TellOfFailingEndpoints([TimerTrigger("%OutboxRelaySchedule%")] TimerInfo timer, CancellationToken cancellationToken) => alarm.RunAsync(cancellationToken);
}
