using Azure;
using Azure.Data.Tables;
using PaymentHub.Telemetry;

namespace PaymentHub.Storage;

/// <summary>Writes whose lost races are values.</summary>
internal static class TableWrites
{
    /// <summary>
    /// Submits a transaction; false when a row was not in the state it expects. That can be this write's own doing: see
    /// <see cref="StorageFaults.IsConflict"/>.
    /// </summary>
    public static async Task<bool> TrySubmitAsync(
        this TableClient table,
        IReadOnlyList<TableTransactionAction> actions,
        CancellationToken cancellationToken
    ) => await TryWriteAsync(table, actions, cancellationToken) is not null;

    /// <summary>The same, for whoever goes on with the rows: what each names its new state, in the actions' sequence; null for false.</summary>
    public static async Task<IReadOnlyList<ETag?>?> TryWriteAsync(
        this TableClient table,
        IReadOnlyList<TableTransactionAction> actions,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var written = await table.SubmitTransactionAsync(actions, cancellationToken);
            return [.. written.Value.Select(one => one.Headers.ETag)];
        }
        catch (RequestFailedException e) when (StorageFaults.IsConflict(e))
        {
            HubMetrics.StorageConflicted(table.Name);
            return null;
        }
    }

    /// <summary>Adds a row; false when one of that key stands already.</summary>
    public static async Task<bool> TryAddAsync(this TableClient table, TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(row, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            HubMetrics.StorageConflicted(table.Name);
            return false;
        }
    }

    /// <summary>Changes a row as it was read; false when it has changed or gone since.</summary>
    public static async Task<bool> TryUpdateAsync(
        this TableClient table,
        TableEntity row,
        ETag read,
        TableUpdateMode mode,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await table.UpdateEntityAsync(row, read, mode, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (StorageFaults.IsConflict(e))
        {
            HubMetrics.StorageConflicted(table.Name);
            return false;
        }
    }
}
