using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Functions;

/// <summary>Verifies a stored callback and applies it to its order.</summary>
public sealed class ProcessCallback(CallbackMessages messages)
{
    [Function(nameof(ProcessCallback))]
    public Task RunAsync([QueueTrigger(QueueNames.Callbacks)] string message, int dequeueCount, CancellationToken cancellationToken) =>
        messages.ProcessAsync(message, dequeueCount, cancellationToken);
}
