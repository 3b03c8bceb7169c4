using Microsoft.Azure.Functions.Worker;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>Wakes what is owed and late.</summary>
public sealed class RelayOutbox(OutboxRelay relay, SuspendedDeliveryRelay suspended)
{
    [Function(nameof(RelayOutbox))]
    public async Task RunAsync([TimerTrigger("%OutboxRelaySchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await relay.RunAsync(cancellationToken);
        await suspended.RunAsync(cancellationToken);
    }
}
