using Microsoft.Azure.Functions.Worker;
using PaymentHub.Operations;
using PaymentHub.Reconciliation;
using PaymentHub.Telemetry;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions;

/// <summary>What runs by the clock.</summary>
public sealed class TimerFunctions(
    OutboxRelay outbox,
    SuspendedDeliveryRelay suspended,
    ReconciliationScheduler scheduler,
    IntegrityCheck integrity,
    ReconciliationReports reports,
    EndpointAlarm alarm
)
{
    /// <summary>Wakes what is owed and late.</summary>
    [Function(nameof(RelayOutbox))]
    public Task RelayOutbox([TimerTrigger("%OutboxRelaySchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        RunAsync(
            nameof(RelayOutbox),
            async () =>
            {
                await outbox.RunAsync(cancellationToken);
                await suspended.RunAsync(cancellationToken);
            }
        );

    /// <summary>Reads on in the providers' lists, wherever that is due.</summary>
    [Function(nameof(ReconcileAccounts))]
    public Task ReconcileAccounts([TimerTrigger("%ReconciliationSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        RunAsync(nameof(ReconcileAccounts), () => scheduler.RunAsync(cancellationToken));

    /// <summary>Looks after our own rows.</summary>
    [Function(nameof(CheckIntegrity))]
    public Task CheckIntegrity([TimerTrigger("%IntegrityCheckSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        RunAsync(nameof(CheckIntegrity), () => integrity.RunAsync(cancellationToken));

    /// <summary>Runs the reports that were asked for. Beside the relays and not after
    /// them: a report takes its time, and no relay waits for it.</summary>
    [Function(nameof(RunReports))]
    public Task RunReports([TimerTrigger("%ReconciliationSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        RunAsync(nameof(RunReports), () => reports.RunAsync(cancellationToken));

    /// <summary>Tells merchants of endpoints that take nothing. A timer of its own: what
    /// is owed and late does not wait until somebody has answered.</summary>
    [Function(nameof(TellOfFailingEndpoints))]
    public Task TellOfFailingEndpoints([TimerTrigger("%OutboxRelaySchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        RunAsync(nameof(TellOfFailingEndpoints), () => alarm.RunAsync(cancellationToken));

    /// <summary>One that fails is not counted: that it runs no more is what an alert looks for.</summary>
    private static async Task RunAsync(string timer, Func<Task> work)
    {
        await work();
        HubMetrics.TimerRan(timer);
    }
}
