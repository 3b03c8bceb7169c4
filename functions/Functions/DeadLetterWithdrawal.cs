using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Functions;

/// <summary>Makes a dead letter of a withdrawal's work that kept failing.</summary>
public sealed class DeadLetterWithdrawal(ActionMessages messages)
{
    [Function(nameof(DeadLetterWithdrawal))]
    public Task RunAsync([QueueTrigger(QueueNames.WithdrawalsPoison)] string message, CancellationToken cancellationToken) =>
        messages.DeadLetterAsync(message, cancellationToken);
}
