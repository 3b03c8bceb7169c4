using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Triggers;

/// <summary>Looks after our own rows.</summary>
public sealed class CheckHouse(HouseCheck house)
{
    [Function(nameof(CheckHouse))]
    public Task RunAsync([TimerTrigger("%HouseSchedule%")] TimerInfo timer, CancellationToken cancellationToken) => house.RunAsync(cancellationToken);
}
