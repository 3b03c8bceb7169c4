using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Triggers;

/// <summary>Sets a withdrawal's work aside that kept failing.</summary>
public sealed class SetWithdrawalAside(OrderWork work)
{
    [Function(nameof(SetWithdrawalAside))]
    public Task RunAsync([QueueTrigger(QueueNames.WithdrawalsPoison)] string message, CancellationToken cancellationToken) =>
        work.SetAsideAsync(message, cancellationToken);
}
