using Azure;
using Azure.Data.Tables;
using PaymentHub.Orders;

namespace PaymentHub.Storage;

/// <summary>Writes an order's lists and feed when whoever changed it died before doing so. Repeating it is harmless.</summary>
public sealed class Relisting(StorageClients storage, IOrderStore store, IFollowUps followUps, TimeProvider clock)
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

    /// <summary>Sets the promise of that row key aside, which keeps failing in us: visible, woken by nobody until an operator revives it.</summary>
    /// <returns>False when there is no such promise any more: it was kept, or set aside by this very call.</returns>
    public async Task<bool> SetAsideAsync(string orderId, string promise, CancellationToken cancellationToken)
    {
        if (Promise.Parts(promise) is not [Keys.Due, var when, var about, Keys.List] || about != orderId)
            return false;
        var bucket = Keys.OrderBucket(orderId);
        return await storage.Table(TableNames.Orders).TrySubmitAsync(
            [
                new(TableTransactionActionType.Delete, new TableEntity(bucket, promise), ETag.All),
                new(TableTransactionActionType.UpsertReplace, new TableEntity(bucket, string.Join('|', Keys.Stuck, when, orderId, Keys.List)) { ["SetAsideAt"] = clock.GetUtcNow() }),
            ],
            cancellationToken);
    }
}
