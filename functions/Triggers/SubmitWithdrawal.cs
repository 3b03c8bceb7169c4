using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Triggers;

/// <summary>Does what is due for a withdrawal: sends it, asks about it, or gives its share of the limit back.</summary>
public sealed class SubmitWithdrawal(OrderWork work)
{
    [Function(nameof(SubmitWithdrawal))]
    public Task RunAsync([QueueTrigger(QueueNames.Withdrawals)] string message, CancellationToken cancellationToken) =>
        work.RunAsync(message, cancellationToken);
}
