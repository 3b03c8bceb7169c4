using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Triggers;

/// <summary>Takes callbacks whose processing kept failing out of the poison queue and into quarantine.</summary>
public sealed class QuarantineCallback(CallbackWork work)
{
    [Function(nameof(QuarantineCallback))]
    public Task RunAsync([QueueTrigger(QueueNames.CallbacksPoison)] string message, CancellationToken cancellationToken) =>
        work.QuarantineAsync(message, cancellationToken);
}
