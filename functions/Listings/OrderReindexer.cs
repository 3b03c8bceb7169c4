using Azure;
using Azure.Data.Tables;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Listings;

/// <summary>Writes an order's lists and feed when whoever changed it died before doing so. Repeating it is harmless.</summary>
public sealed class OrderReindexer(StorageClients storage, IOrderStore store, IFollowUps followUps, TimeProvider clock)
{
    /// <summary>Completes the outbox entry with that row key.</summary>
    public async Task RunAsync(string orderId, string entry, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(orderId, cancellationToken) is { } snapshot)
        {
            await followUps.IndexAsync(snapshot.Order, cancellationToken);
            foreach (var stored in snapshot.Events)
                await followUps.PublishAsync(snapshot.Order, stored, cancellationToken);
        }

        await storage.Table(TableNames.Orders).DeleteEntityAsync(Keys.OrderBucket(orderId), entry, ETag.All, cancellationToken);
    }

    /// <summary>
    /// Turns the outbox entry with that row key, which keeps failing in the app itself, into a dead letter: visible, and not woken until an operator
    /// revives it.
    /// </summary>
    /// <returns>False when there is no such outbox entry any more: it was kept, or a dead letter by this very call.</returns>
    public async Task<bool> DeadLetterAsync(string orderId, string entry, CancellationToken cancellationToken)
    {
        if (OutboxEntry.Parts(entry) is not [Keys.Due, var when, var about, Keys.List] || about != orderId)
            return false;
        var bucket = Keys.OrderBucket(orderId);
        return await storage
            .Table(TableNames.Orders)
            .TrySubmitAsync(
                [
                    new(TableTransactionActionType.Delete, new TableEntity(bucket, entry), ETag.All),
                    new(
                        TableTransactionActionType.UpsertReplace,
                        new TableEntity(bucket, string.Join('|', Keys.DeadLetter, when, orderId, Keys.List))
                        {
                            ["DeadLetteredAt"] = clock.GetUtcNow(),
                        }
                    ),
                ],
                cancellationToken
            );
    }
}
