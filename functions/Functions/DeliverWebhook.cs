using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Functions;

/// <summary>Tells a merchant of an event.</summary>
public sealed class DeliverWebhook(DeliveryMessages messages)
{
    [Function(nameof(DeliverWebhook))]
    public Task RunAsync([QueueTrigger(QueueNames.Webhooks)] string message, CancellationToken cancellationToken) =>
        messages.DeliverAsync(message, cancellationToken);
}
