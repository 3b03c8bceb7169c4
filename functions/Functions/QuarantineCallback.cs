using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Functions;

/// <summary>Takes callbacks whose processing kept failing out of the poison queue and into quarantine.</summary>
public sealed class QuarantineCallback(CallbackMessages messages)
{
    [Function(nameof(QuarantineCallback))]
    public Task RunAsync([QueueTrigger(QueueNames.CallbacksPoison)] string message, CancellationToken cancellationToken) =>
        messages.QuarantineAsync(message, cancellationToken);
}
