using Microsoft.Extensions.Logging;
using PaymentHub.Listings;
using PaymentHub.Storage;
using PaymentHub.Telemetry;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions;

/// <summary>From a queue message to the delivery it calls for.</summary>
public sealed partial class DeliveryMessages(
    IDeliveryStore store,
    WebhookDelivery delivery,
    OrderReindexer reindexer,
    ILogger<DeliveryMessages> logger
)
{
    /// <summary>Makes the delivery that a message calls for, if it is due.</summary>
    /// <exception cref="FormatException">It is not one of our messages.</exception>
    public async Task DeliverAsync(string message, CancellationToken cancellationToken)
    {
        if (ReindexEnvelope.TryParse(message) is { } reindex)
        {
            await ReindexAsync(reindex, cancellationToken);
            return;
        }

        var wakeUp = DeliveryEnvelope.Parse(message);
        using var span = HubTrace.Begin(logger, "deliver webhook", wakeUp.Trace, ("Order", wakeUp.OrderId), ("Endpoint", wakeUp.Endpoint));
        try
        {
            // One that waits for its turn is called for again by another's delivery: it keeps its own trace.
            await delivery.DeliverAsync(wakeUp with { Trace = wakeUp.Trace ?? HubTrace.Current }, cancellationToken);
        }
        catch (Exception e) when (StorageFaults.IsUnavailable(e))
        {
            // If thrown on, it would be retried at once and become a dead letter within seconds. The outbox entry exists: the outbox relay wakes it.
            Log.StorageUnavailable(logger, wakeUp.OrderId, wakeUp.Endpoint, e.GetBaseException().Message);
        }
    }

    private async Task ReindexAsync(ReindexEnvelope reindex, CancellationToken cancellationToken)
    {
        using var span = HubTrace.Begin(logger, "list order", reindex.Trace, ("Order", reindex.Order));
        try
        {
            await reindexer.RunAsync(reindex.Order, reindex.Entry, cancellationToken);
        }
        catch (Exception e) when (StorageFaults.IsUnavailable(e))
        {
            Log.NotIndexed(logger, reindex.Order, e.GetBaseException().Message);
        }
    }

    /// <summary>Turns the delivery of a message that kept failing into a dead letter: visible, and not done until an operator revives it.</summary>
    public async Task DeadLetterAsync(string message, CancellationToken cancellationToken)
    {
        if (ReindexEnvelope.TryParse(message) is { } reindex)
        {
            if (await reindexer.DeadLetterAsync(reindex.Order, reindex.Entry, cancellationToken))
                Log.ReindexDeadLettered(logger, reindex.Order);
            return;
        }

        try
        {
            var wakeUp = DeliveryEnvelope.Parse(message);
            await store.DeadLetterAsync(wakeUp.OrderId, wakeUp.Endpoint, cancellationToken);
            Log.DeadLettered(logger, wakeUp.OrderId, wakeUp.Endpoint);
        }
        catch (FormatException e)
        {
            // Nothing is lost with it: a message only wakes what is stored in a table.
            Log.Dropped(logger, QueueNames.WebhooksPoison, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Order {Order}, endpoint {Endpoint}: delivering kept failing and is now a dead letter.")]
        public static partial void DeadLettered(ILogger logger, string order, string endpoint);

        [LoggerMessage(2, LogLevel.Error, "A message in {Queue} was dropped: {Reason}")]
        public static partial void Dropped(ILogger logger, string queue, string reason);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "Order {Order}, endpoint {Endpoint}: the delivery waits for the outbox relay, for storage is unavailable: {Reason}"
        )]
        public static partial void StorageUnavailable(ILogger logger, string order, string endpoint, string reason);

        [LoggerMessage(4, LogLevel.Warning, "Order {Order}: its lists wait for the outbox relay, for storage is unavailable: {Reason}")]
        public static partial void NotIndexed(ILogger logger, string order, string reason);

        [LoggerMessage(5, LogLevel.Error, "Order {Order}: writing its lists and feed kept failing and is now a dead letter.")]
        public static partial void ReindexDeadLettered(ILogger logger, string order);
    }
}
