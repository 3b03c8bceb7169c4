using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Triggers;

/// <summary>Does what is due for a deposit: asks its provider how it stands, and notes when the time to pay is over.</summary>
public sealed class AskDeposit(OrderWork work)
{
    [Function(nameof(AskDeposit))]
    public Task RunAsync([QueueTrigger(QueueNames.Deposits)] string message, CancellationToken cancellationToken) =>
        work.RunAsync(message, cancellationToken);
}
