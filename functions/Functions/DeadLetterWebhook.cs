using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Functions;

/// <summary>Takes deliveries that kept failing in us out of the poison queue and makes dead letters of them.</summary>
public sealed class DeadLetterWebhook(DeliveryMessages messages)
{
    [Function(nameof(DeadLetterWebhook))]
    public Task RunAsync([QueueTrigger(QueueNames.WebhooksPoison)] string message, CancellationToken cancellationToken) =>
        messages.DeadLetterAsync(message, cancellationToken);
}
