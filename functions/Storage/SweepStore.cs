using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using PaymentHub.Reconciliation;

namespace PaymentHub.Storage;

/// <summary>Sweeps in table storage: all of them in one partition, for they are few and a run begins with one read of it.</summary>
public sealed class SweepStore(StorageClients storage) : ISweepStore
{
    private const string Data = "Data";

    /// <summary>Names the write that a row comes from, so that a writer whose answer was lost knows it again.</summary>
    private const string Write = "Write";

    // What is due beyond it is the next run's turn.
    private const int MostDue = 200;

    private readonly TableClient _table = storage.Table(TableNames.Reconciliations);

    public async Task AddAsync(IReadOnlyList<AccountSweep> sweeps, CancellationToken cancellationToken)
    {
        if (await _table.TrySubmitAsync([.. sweeps.Select(sweep => new TableTransactionAction(TableTransactionActionType.Add, Row(sweep)))], cancellationToken))
            return;
        // Some stand already, or all of them by this very write.
        foreach (var sweep in sweeps)
            await _table.TryAddAsync(Row(sweep), cancellationToken);
    }

    public async Task<DueSweeps> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Sweeps} and DueAt le {now}");
        var found = new List<StoredSweep>();
        var unreadable = new List<string>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).Take(MostDue))
        {
            if (TryRead(row) is { } sweep)
                found.Add(new StoredSweep(sweep, row.ETag.ToString()));
            else
                unreadable.Add(row.RowKey);
        }

        return new DueSweeps(found, unreadable);
    }

    public async Task<IReadOnlyList<AccountSweep>> ListAsync(string accountId, CancellationToken cancellationToken)
    {
        var (from, before) = Keys.SweepRange(accountId);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Sweeps} and RowKey ge {from} and RowKey lt {before}");
        var found = new List<AccountSweep>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            if (TryRead(row) is { } sweep)
                found.Add(sweep);
        return found;
    }

    public bool IsOutage(Exception e) => StorageFaults.IsUnavailable(e);

    public async Task<StoredSweep?> TrySaveAsync(StoredSweep before, AccountSweep after, CancellationToken cancellationToken)
    {
        var row = Row(after);
        try
        {
            var response = await _table.UpdateEntityAsync(row, new ETag(before.Revision), TableUpdateMode.Replace, cancellationToken);
            return new StoredSweep(after, response.Headers.ETag!.Value.ToString());
        }
        catch (RequestFailedException e) when (StorageFaults.IsConflict(e))
        {
            var stored = await _table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
            return stored is { HasValue: true, Value: { } written } && written.GetString(Write) == row.GetString(Write)
                ? new StoredSweep(after, written.ETag.ToString())
                : null;
        }
    }

    private static TableEntity Row(AccountSweep sweep) => new(Keys.Sweeps, Keys.Sweep(sweep))
    {
        [Data] = JsonSerializer.Serialize(sweep, StoredJson.Compact),
        ["DueAt"] = sweep.DueAt,
        ["Status"] = sweep.Status,
        [Write] = Guid.NewGuid().ToString("N"),
    };

    // Somebody has altered it by hand, or a later release wrote it.
    private static AccountSweep? TryRead(TableEntity row)
    {
        try
        {
            return JsonSerializer.Deserialize<AccountSweep>(row.Text(Data), StoredJson.Compact);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
