using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using PaymentHub.Listings;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Operations;

/// <summary>
/// Compares the orders that have changed since the last check with their lists. A row beside each of them says so, written in the transaction that
/// changed it and removed after the check: if the process dies in between, the order is checked once more, and no change is missed. Changes without
/// such a row, by hand or by a restored table, are found by the walk through all orders.
/// </summary>
public sealed partial class RecentOrderCheck(
    StorageClients storage,
    OrderIndexCheck listings,
    OpenOrderCheck openOrders,
    ILogger<RecentOrderCheck> logger
)
{
    private const int BucketsAtOnce = 8;

    /// <summary>As many as come in one read.</summary>
    private const int MaxRead = 1_000;

    /// <summary>As many reads of a bucket as a run makes: 640,000 changes in all. What is beyond stays for the next.</summary>
    private const int MaxReads = 10;

    /// <summary>As many as a transaction takes.</summary>
    private const int MaxRemoved = 100;

    private readonly TableClient _orders = storage.Table(TableNames.Orders);

    /// <summary>One check of every order that changed up to a time.</summary>
    /// <returns>How many orders were looked at, and how many list rows were written anew.</returns>
    public async Task<(int Checked, int Repaired)> RunAsync(DateTimeOffset by, CancellationToken cancellationToken)
    {
        var (looked, repaired) = (0, 0);
        await Parallel.ForAsync(
            0,
            Keys.Buckets,
            new ParallelOptions { MaxDegreeOfParallelism = BucketsAtOnce, CancellationToken = cancellationToken },
            async (number, token) =>
            {
                for (var read = 0; read < MaxReads; read++)
                {
                    var (after, before) = Keys.EntriesDue(Keys.Recent, by);
                    var rows = await _orders.ReadRangeAsync(Keys.Bucket(number), after, before, MaxRead, token);
                    foreach (var id in rows.Select(row => OutboxEntry.Parts(row.RowKey)[^1]).Distinct(StringComparer.Ordinal))
                    {
                        Interlocked.Add(ref repaired, await CheckAsync(id, by, token));
                        Interlocked.Increment(ref looked);
                    }

                    foreach (var chunk in rows.Chunk(MaxRemoved))
                        await RemoveAsync(chunk, token);
                    if (rows.Count < MaxRead)
                        return;
                }
            }
        );
        return (looked, repaired);
    }

    private async Task<int> CheckAsync(string orderId, DateTimeOffset by, CancellationToken cancellationToken)
    {
        try
        {
            var row = await _orders.GetEntityIfExistsAsync<TableEntity>(
                Keys.OrderBucket(orderId),
                Keys.Order(orderId),
                cancellationToken: cancellationToken
            );
            // One that has changed again has another row, whose turn comes.
            if (row is not { HasValue: true, Value: { } found } || OrderRows.Order(found) is not { } order || order.UpdatedAt > by)
                return 0;
            await openOrders.RepairAsync(order, cancellationToken);
            return await listings.RepairAsync(order, cancellationToken);
        }
        // One must not keep all behind it from being looked at. The walk through all orders counts and shows it.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && !StorageFaults.IsUnavailable(e))
        {
            Log.Failed(logger, e, orderId);
            return 0;
        }
    }

    private async Task RemoveAsync(TableEntity[] rows, CancellationToken cancellationToken)
    {
        var actions = rows.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)).ToList();
        if (await _orders.TrySubmitAsync(actions, cancellationToken))
            return;
        // Another check at once has removed some of them, or this very write has.
        foreach (var row in rows)
            await _orders.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Integrity check: order {Order} could not be compared with its lists.")]
        public static partial void Failed(ILogger logger, Exception e, string order);
    }
}
