using System.Collections.Concurrent;
using Azure.Data.Tables;

namespace PaymentHub.Storage.Operations;

/// <summary>Counts the orders that the hub has work with: withdrawals and deposits under way, payment pages that may still be paid.</summary>
public sealed class OpenOrders(StorageClients storage)
{
    /// <summary>The column of an order's promise with the order's account.</summary>
    internal const string Account = "Account";

    /// <summary>So many are counted in each of the 64 buckets; whoever has more open knows it without the count.</summary>
    private const int MostInBucket = 1_000;

    private const int BucketsAtOnce = 8;

    private readonly TableClient _table = storage.Table(TableNames.Orders);

    /// <summary>How many each account has; accounts without any are left out.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountAsync(CancellationToken cancellationToken)
    {
        var counts = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = BucketsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, Keys.Buckets, options, async (number, token) =>
        {
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {Keys.Bucket(number)} and RowKey ge {Keys.Due + "|"} and RowKey lt {Keys.Due + "}"} and Account gt {""}");
            await foreach (var row in _table.QueryAsync<TableEntity>(filter, MostInBucket, [Account], token).Take(MostInBucket))
                counts.AddOrUpdate(row.GetString(Account)!, 1, (_, count) => count + 1);
        });
        return counts;
    }
}
