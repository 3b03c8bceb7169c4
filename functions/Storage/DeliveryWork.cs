using Microsoft.Extensions.Logging;
using PaymentHub.Webhooks;

namespace PaymentHub.Storage;

/// <summary>From a queue message to the delivery it calls for.</summary>
public sealed partial class DeliveryWork(IDeliveryStore store, WebhookDelivery delivery, Relisting relisting, ILogger<DeliveryWork> logger)
{
    /// <summary>Makes the delivery that a message calls for, if it is due.</summary>
    /// <exception cref="FormatException">The message is none of ours.</exception>
    public async Task DeliverAsync(string message, CancellationToken cancellationToken)
    {
        if (RelistEnvelope.TryParse(message) is { } relist)
        {
            await RelistAsync(relist, cancellationToken);
            return;
        }

        var call = DeliveryEnvelope.Parse(message);
        try
        {
            await delivery.DeliverAsync(call, cancellationToken);
        }
        catch (Exception e) when (StorageFaults.IsUnavailable(e))
        {
            // Thrown on, it would be tried again at once and be set aside within seconds. The promise stands: the sweep wakes it.
            Log.StorageUnavailable(logger, call.OrderId, call.Endpoint, e.GetBaseException().Message);
        }
    }

    private async Task RelistAsync(RelistEnvelope relist, CancellationToken cancellationToken)
    {
        try
        {
            await relisting.RunAsync(relist.Order, relist.Promise, cancellationToken);
        }
        catch (Exception e) when (StorageFaults.IsUnavailable(e))
        {
            Log.NotListed(logger, relist.Order, e.GetBaseException().Message);
        }
    }

    /// <summary>Sets aside what a message called for that kept failing: visible, and owed by nobody until an operator revives it.</summary>
    public async Task SetAsideAsync(string message, CancellationToken cancellationToken)
    {
        if (RelistEnvelope.TryParse(message) is { } relist)
        {
            if (await relisting.SetAsideAsync(relist.Order, relist.Promise, cancellationToken))
                Log.ListsSetAside(logger, relist.Order);
            return;
        }

        try
        {
            var call = DeliveryEnvelope.Parse(message);
            await store.SetAsideAsync(call.OrderId, call.Endpoint, cancellationToken);
            Log.SetAside(logger, call.OrderId, call.Endpoint);
        }
        catch (FormatException e)
        {
            // Nothing is lost with it: a message only calls for what stands in a table.
            Log.Dropped(logger, QueueNames.WebhooksPoison, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Order {Order}, endpoint {Endpoint}: delivering kept failing and was set aside.")]
        public static partial void SetAside(ILogger logger, string order, string endpoint);

        [LoggerMessage(2, LogLevel.Error, "A message in {Queue} was dropped: {Reason}")]
        public static partial void Dropped(ILogger logger, string queue, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Order {Order}, endpoint {Endpoint}: the delivery waits for the sweep, for storage is unavailable: {Reason}")]
        public static partial void StorageUnavailable(ILogger logger, string order, string endpoint, string reason);

        [LoggerMessage(4, LogLevel.Warning, "Order {Order}: its lists wait for the sweep, for storage is unavailable: {Reason}")]
        public static partial void NotListed(ILogger logger, string order, string reason);

        [LoggerMessage(5, LogLevel.Error, "Order {Order}: writing its lists and feed kept failing and was set aside.")]
        public static partial void ListsSetAside(ILogger logger, string order);
    }
}
