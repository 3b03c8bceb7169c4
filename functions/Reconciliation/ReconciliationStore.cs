using System.Text.Json;
using Azure.Data.Tables;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>Reconciliations in table storage: all of them in one partition, for they are few and a run begins with one read of it.</summary>
public sealed class ReconciliationStore(StorageClients storage) : IReconciliationStore
{
    private const string Data = "Data";

    private readonly TableClient _table = storage.Table(TableNames.Reconciliations);

    public async Task AddAsync(IReadOnlyList<ReconciliationJob> jobs, CancellationToken cancellationToken)
    {
        if (
            await _table.TrySubmitAsync(
                [.. jobs.Select(job => new TableTransactionAction(TableTransactionActionType.Add, Row(job)))],
                cancellationToken
            )
        )
        {
            return;
        }
        // Some stand already, or all of them by this very write.
        foreach (var job in jobs)
            await _table.TryAddAsync(Row(job), cancellationToken);
    }

    public async Task<DueReconciliations> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Jobs} and DueAt le {now}");
        var found = new List<Versioned<ReconciliationJob>>();
        var unreadable = new List<string>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (TryRead(row) is { } job)
                found.Add(new Versioned<ReconciliationJob>(job, row.ETag.ToString()));
            else
                unreadable.Add(row.RowKey);
        }

        return new DueReconciliations([.. found.OrderBy(due => due.Value.DueAt)], unreadable);
    }

    public async Task<Versioned<ReconciliationJob>?> FindAsync(string key, CancellationToken cancellationToken) =>
        await _table.GetEntityIfExistsAsync<TableEntity>(Keys.Jobs, key, cancellationToken: cancellationToken) is { HasValue: true, Value: { } row }
        && TryRead(row) is { } job
            ? new Versioned<ReconciliationJob>(job, row.ETag.ToString())
            : null;

    public async Task<IReadOnlySet<string>> KeysAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Jobs}");
        var keys = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellationToken))
            keys.Add(row.RowKey);
        return keys;
    }

    public async Task<IReadOnlyList<ReconciliationJob>> ListAsync(string accountId, CancellationToken cancellationToken)
    {
        var (from, before) = Keys.JobRange(accountId);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Jobs} and RowKey ge {from} and RowKey lt {before}");
        var found = new List<ReconciliationJob>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (TryRead(row) is { } job)
                found.Add(job);
        }

        return found;
    }

    public bool IsOutage(Exception e) => StorageFaults.IsUnavailable(e);

    public async Task<Versioned<ReconciliationJob>?> TrySaveAsync(
        Versioned<ReconciliationJob> before,
        ReconciliationJob after,
        CancellationToken cancellationToken
    ) => await _table.TryReplaceAsync(Row(after), before.Revision, cancellationToken) is { } revision ? new(after, revision) : null;

    private static TableEntity Row(ReconciliationJob job) =>
        new TableEntity(Keys.Jobs, Keys.Job(job))
        {
            [Data] = JsonSerializer.Serialize(job, StoredJson.Compact),
            ["DueAt"] = job.DueAt,
            ["Status"] = job.Status,
        }.Stamped();

    // Somebody has altered it by hand, or a later release wrote it.
    private static ReconciliationJob? TryRead(TableEntity row)
    {
        try
        {
            return JsonSerializer.Deserialize<ReconciliationJob>(row.Text(Data), StoredJson.Compact);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
