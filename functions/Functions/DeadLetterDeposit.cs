using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Functions;

/// <summary>Makes a dead letter of a deposit's work that kept failing.</summary>
public sealed class DeadLetterDeposit(ActionMessages messages)
{
    [Function(nameof(DeadLetterDeposit))]
    public Task RunAsync([QueueTrigger(QueueNames.DepositsPoison)] string message, CancellationToken cancellationToken) =>
        messages.DeadLetterAsync(message, cancellationToken);
}
