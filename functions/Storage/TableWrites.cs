using Azure;
using Azure.Data.Tables;
using PaymentHub.Telemetry;

namespace PaymentHub.Storage;

/// <summary>Writes whose lost races are values.</summary>
internal static class TableWrites
{
    private const string Write = "Write";

    /// <summary>
    /// Submits a transaction; false when a row was not in the state it expects. That can be this write's own doing: see
    /// <see cref="StorageFaults.IsConflict"/>.
    /// </summary>
    public static async Task<bool> TrySubmitAsync(
        this TableClient table,
        IReadOnlyList<TableTransactionAction> actions,
        CancellationToken cancellationToken
    ) => await TryWriteAsync(table, actions, cancellationToken) is not null;

    /// <summary>The same, and returns the new ETag of each row, in the order of the actions; null for false.</summary>
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

    /// <summary>
    /// Replaces a row as it was read; null if it has changed or is gone. A writer whose answer was lost recognises its own row by a column that names
    /// the write: see <see cref="Stamped"/>.
    /// </summary>
    /// <returns>The ETag of what stands now.</returns>
    public static async Task<string?> TryReplaceAsync(this TableClient table, TableEntity row, string revision, CancellationToken cancellationToken)
    {
        try
        {
            var response = await table.UpdateEntityAsync(row, new ETag(revision), TableUpdateMode.Replace, cancellationToken);
            return response.Headers.ETag!.Value.ToString();
        }
        catch (RequestFailedException e) when (StorageFaults.IsConflict(e))
        {
            var stored = await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
            return stored is { HasValue: true, Value: { } written } && written.GetString(Write) == row.GetString(Write)
                ? written.ETag.ToString()
                : null;
        }
    }

    /// <summary>The row with a name of this write, for <see cref="TryReplaceAsync"/>.</summary>
    public static TableEntity Stamped(this TableEntity row)
    {
        row[Write] = Guid.NewGuid().ToString("N");
        return row;
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

/// <summary>A value as its row was read, and the row's revision: a write that expects another one is refused.</summary>
/// <param name="Value">What the row holds.</param>
/// <param name="Revision">The row's ETag; empty when no row holds the value yet.</param>
public sealed record Versioned<T>(T Value, string Revision)
{
    /// <summary>Whether a row holds it.</summary>
    public bool IsWritten => Revision.Length > 0;
}
