using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>Reconciliations in table storage: all of them in one partition, for they are few and a run begins with one read of it.</summary>
public sealed class ReconciliationStore(StorageClients storage) : IReconciliationStore
{
    private const string Data = "Data";

    /// <summary>Names the write that a row comes from, so that a writer whose answer was lost knows it again.</summary>
    private const string Write = "Write";

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
        var found = new List<StoredReconciliationJob>();
        var unreadable = new List<string>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (TryRead(row) is { } job)
                found.Add(new StoredReconciliationJob(job, row.ETag.ToString()));
            else
                unreadable.Add(row.RowKey);
        }

        return new DueReconciliations([.. found.OrderBy(due => due.Job.DueAt)], unreadable);
    }

    public async Task<StoredReconciliationJob?> FindAsync(string key, CancellationToken cancellationToken) =>
        await _table.GetEntityIfExistsAsync<TableEntity>(Keys.Jobs, key, cancellationToken: cancellationToken) is { HasValue: true, Value: { } row }
        && TryRead(row) is { } job
            ? new StoredReconciliationJob(job, row.ETag.ToString())
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

    public async Task<StoredReconciliationJob?> TrySaveAsync(
        StoredReconciliationJob before,
        ReconciliationJob after,
        CancellationToken cancellationToken
    )
    {
        var row = Row(after);
        try
        {
            var response = await _table.UpdateEntityAsync(row, new ETag(before.Revision), TableUpdateMode.Replace, cancellationToken);
            return new StoredReconciliationJob(after, response.Headers.ETag!.Value.ToString());
        }
        catch (RequestFailedException e) when (StorageFaults.IsConflict(e))
        {
            var stored = await _table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
            return stored is { HasValue: true, Value: { } written } && written.GetString(Write) == row.GetString(Write)
                ? new StoredReconciliationJob(after, written.ETag.ToString())
                : null;
        }
    }

    private static TableEntity Row(ReconciliationJob job) =>
        new(Keys.Jobs, Keys.Job(job))
        {
            [Data] = JsonSerializer.Serialize(job, StoredJson.Compact),
            ["DueAt"] = job.DueAt,
            ["Status"] = job.Status,
            [Write] = Guid.NewGuid().ToString("N"),
        };

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
