using Microsoft.Azure.Functions.Worker;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions;

/// <summary>Tells merchants of endpoints that take nothing. A timer of its own: what is owed and late does not wait until somebody has answered.</summary>
public sealed class TellOfFailingEndpoints(EndpointAlarm alarm)
{
    [Function(nameof(TellOfFailingEndpoints))]
    public Task RunAsync([TimerTrigger("%OutboxRelaySchedule%")] TimerInfo timer, CancellationToken cancellationToken) => alarm.RunAsync(cancellationToken);
}
