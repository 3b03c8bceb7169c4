using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Triggers;

/// <summary>Tells a merchant of an event.</summary>
public sealed class DeliverWebhook(DeliveryWork work)
{
    [Function(nameof(DeliverWebhook))]
    public Task RunAsync([QueueTrigger(QueueNames.Webhooks)] string message, CancellationToken cancellationToken) =>
        work.DeliverAsync(message, cancellationToken);
}
