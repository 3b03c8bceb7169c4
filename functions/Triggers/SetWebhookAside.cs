using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage;

namespace PaymentHub.Triggers;

/// <summary>Takes deliveries that kept failing in us out of the poison queue and sets them aside.</summary>
public sealed class SetWebhookAside(DeliveryWork work)
{
    [Function(nameof(SetWebhookAside))]
    public Task RunAsync([QueueTrigger(QueueNames.WebhooksPoison)] string message, CancellationToken cancellationToken) =>
        work.SetAsideAsync(message, cancellationToken);
}
