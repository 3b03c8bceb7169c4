using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Functions;

/// <summary>Does what is due for a deposit: asks its provider how it stands, and notes when the time to pay is over.</summary>
public sealed class PollDeposit(ActionMessages messages)
{
    [Function(nameof(PollDeposit))]
    public Task RunAsync([QueueTrigger(QueueNames.Deposits)] string message, CancellationToken cancellationToken) =>
        messages.RunAsync(message, cancellationToken);
}
