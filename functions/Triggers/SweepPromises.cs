using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Triggers;

/// <summary>Wakes what is owed and late.</summary>
public sealed class SweepPromises(Sweep sweep, ParkedSweep parked)
{
    [Function(nameof(SweepPromises))]
    public async Task RunAsync([TimerTrigger("%SweepSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await sweep.RunAsync(cancellationToken);
        await parked.RunAsync(cancellationToken);
    }
}
