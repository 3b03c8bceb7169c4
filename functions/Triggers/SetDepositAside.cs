using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Triggers;

/// <summary>Sets a deposit's work aside that kept failing.</summary>
public sealed class SetDepositAside(OrderWork work)
{
    [Function(nameof(SetDepositAside))]
    public Task RunAsync([QueueTrigger(QueueNames.DepositsPoison)] string message, CancellationToken cancellationToken) =>
        work.SetAsideAsync(message, cancellationToken);
}
