using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Triggers;

/// <summary>Wakes what is owed and late.</summary>
public sealed class SweepPromises(Sweep sweep)
{
    [Function(nameof(SweepPromises))]
    public Task RunAsync([TimerTrigger("%SweepSchedule%")] TimerInfo timer, CancellationToken cancellationToken) => sweep.RunAsync(cancellationToken);
}
