using Azure;
using PaymentHub.Orders;

namespace PaymentHub.Storage;

/// <summary>Writes an order's lists and feed when whoever changed it died before doing so. Repeating it is harmless.</summary>
public sealed class Relisting(StorageClients storage, IOrderStore store, IFollowUps followUps)
{
    /// <summary>Keeps the promise of that row key.</summary>
    public async Task RunAsync(string orderId, string promise, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(orderId, cancellationToken) is { } file)
        {
            await followUps.ListAsync(file.Order, cancellationToken);
            foreach (var stored in file.Events)
                await followUps.PublishAsync(file.Order, stored, cancellationToken);
        }

        await storage.Table(TableNames.Orders).DeleteEntityAsync(Keys.OrderBucket(orderId), promise, ETag.All, cancellationToken);
    }
}
