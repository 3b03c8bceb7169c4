using Microsoft.Azure.Functions.Worker;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>Looks after our own rows.</summary>
public sealed class CheckIntegrity(IntegrityCheck integrity)
{
    [Function(nameof(CheckIntegrity))]
    public Task RunAsync([TimerTrigger("%IntegrityCheckSchedule%")] TimerInfo timer, CancellationToken cancellationToken) => integrity.RunAsync(cancellationToken);
}
