using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Storage;

namespace PaymentHub.Callbacks;

/// <summary>Removes callbacks that have been kept long enough. One without a verdict is still to be processed, and stays however old it is.</summary>
public sealed class CallbackRetention(StorageClients storage, MerchantDirectory directory)
{
    /// <summary>Per partition and run: one transaction.</summary>
    private const int Max = 100;

    private const int AtOnce = 8;

    private readonly TableClient _table = storage.Table(TableNames.Callbacks);

    /// <summary>One run.</summary>
    /// <returns>How many callbacks were removed.</returns>
    public async Task<int> RemoveAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Whole days, so that the evidence and its row in quarantine are removed together.
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
                // Quarantine rows first: one without its evidence could not be shown.
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
        // A lost race means another run that removes the same, or an operator who replays one: the next run continues.
        return actions.Count > 0 && await _table.TrySubmitAsync(actions, cancellationToken) ? actions.Count : 0;
    }
}
