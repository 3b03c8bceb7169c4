using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Functions;

/// <summary>Does what is due for a withdrawal: sends it, asks about it, or releases what it reserved of the limit.</summary>
public sealed class SubmitWithdrawal(ActionMessages messages)
{
    [Function(nameof(SubmitWithdrawal))]
    public Task RunAsync([QueueTrigger(QueueNames.Withdrawals)] string message, CancellationToken cancellationToken) =>
        messages.RunAsync(message, cancellationToken);
}
