using Azure.Data.Tables;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Webhooks;

/// <summary>Counts suspended deliveries, a read for each bucket.</summary>
public sealed class SuspendedDeliveries(StorageClients storage) : ISuspendedDeliveries
{
    private const int BucketsAtOnce = 8;

    // As many as come in one read.
    private const int MaxPerBucket = 1_000;

    private readonly TableClient _table = storage.Table(TableNames.Orders);

    public async Task<SuspendedCount> CountAsync(string merchantId, string endpoint, CancellationToken cancellationToken)
    {
        var (from, before) = Keys.SuspendedRange(merchantId, endpoint);
        var gate = new Lock();
        var sum = new SuspendedCount(0, true, null);
        var options = new ParallelOptions { MaxDegreeOfParallelism = BucketsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            0,
            Keys.Buckets,
            options,
            async (number, token) =>
            {
                var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Bucket(number)} and RowKey ge {from} and RowKey lt {before}");
                var (count, oldest) = (0, (DateTimeOffset?)null);
                await foreach (var row in _table.QueryAsync<TableEntity>(filter, MaxPerBucket, [DeliveryRows.Since], token).Take(MaxPerBucket))
                {
                    count++;
                    oldest = Earlier(oldest, row.GetDateTimeOffset(DeliveryRows.Since));
                }

                lock (gate)
                    sum = new(sum.Count + count, sum.Complete && count < MaxPerBucket, Earlier(sum.OldestSince, oldest));
            }
        );
        return sum;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;
}
