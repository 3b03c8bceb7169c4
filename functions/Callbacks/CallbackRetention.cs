using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Storage;

namespace PaymentHub.Callbacks;

/// <summary>Removes callbacks that have been kept long enough. One that has no verdict yet is owed, and stays however old it is.</summary>
public sealed class CallbackRetention(StorageClients storage, MerchantDirectory directory)
{
    /// <summary>Of each partition, a run: one transaction.</summary>
    private const int Max = 100;

    private const int AtOnce = 8;

    private readonly TableClient _table = storage.Table(TableNames.Callbacks);

    /// <summary>One run.</summary>
    /// <returns>How many callbacks were removed.</returns>
    public async Task<int> RemoveAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Whole days, so that evidence and its row in quarantine come to their end together.
        var end = new DateTimeOffset((now - directory.Settings.CallbackRetention).UtcDateTime.Date, TimeSpan.Zero);
        var (evidence, quarantined) = (Keys.CallbacksBefore(end), Keys.QuarantinedBefore(end));
        var removed = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            0,
            Keys.Buckets,
            options,
            async (number, token) =>
            {
                var bucket = Keys.Bucket(number);
                // What stands in quarantine first: a row there without its evidence could not be shown.
                if (
                    await RemoveAsync(
                        TableClient.CreateQueryFilter(
                            $"PartitionKey eq {bucket} and RowKey gt {quarantined.After} and RowKey lt {quarantined.Before}"
                        ),
                        token
                    ) == Max
                )
                {
                    return;
                }

                Interlocked.Add(
                    ref removed,
                    await RemoveAsync(
                        TableClient.CreateQueryFilter(
                            $"PartitionKey eq {bucket} and RowKey gt {evidence.After} and RowKey lt {evidence.Before} and Verdict gt {""}"
                        ),
                        token
                    )
                );
            }
        );
        return removed;
    }

    private async Task<int> RemoveAsync(string filter, CancellationToken cancellationToken)
    {
        var actions = new List<TableTransactionAction>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, Max, ["PartitionKey", "RowKey"], cancellationToken).Take(Max))
            actions.Add(new(TableTransactionActionType.Delete, row, Azure.ETag.All));
        // A lost race is another run that removes the same, or an operator who replays one: the next run goes on.
        return actions.Count > 0 && await _table.TrySubmitAsync(actions, cancellationToken) ? actions.Count : 0;
    }
}
