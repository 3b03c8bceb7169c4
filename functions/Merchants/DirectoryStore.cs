using Azure;
using Azure.Data.Tables;
using PaymentHub.Storage;

namespace PaymentHub.Merchants;

/// <summary>
/// The directory's table. A merchant's rows change in one transaction, guarded by its own row. Before it, the index announces the next version, so
/// that no change stays unseen even if the writer dies: readers read a merchant until they have seen that version, or it is certain that it will not
/// come.
/// </summary>
public sealed class DirectoryStore(StorageClients storage, MasterKeys masterKeys, TimeProvider clock)
{
    /// <summary>Whoever has announced a version has written it by then, or never does.</summary>
    public static readonly TimeSpan Announced = TimeSpan.FromMinutes(2);

    private const int MaxRows = 1_000;
    private const string CheckText = "paymenthub";
    private const string Field = "Sealed";

    private readonly TableClient _table = storage.Table(TableNames.Merchants);

    public MasterKeys MasterKeys => masterKeys;

    /// <summary>Every merchant with the version of it that was announced last: one operation for each thousand of them.</summary>
    public async Task<IReadOnlyList<IndexEntry>> ReadIndexAsync(CancellationToken cancellationToken)
    {
        var entries = new List<IndexEntry>();
        await foreach (
            var row in _table.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {Keys.MerchantIndex}"),
                MaxRows,
                cancellationToken: cancellationToken
            )
        )
        {
            entries.Add(
                new IndexEntry(
                    row.RowKey,
                    row.ValueOrNull<int>("Version") ?? int.MaxValue,
                    row.ValueOrNull<DateTimeOffset>("At") ?? default,
                    row.ETag.ToString()
                )
            );
        }

        return entries;
    }

    /// <summary>A merchant with all that belongs to it; null when there is none.</summary>
    public async Task<StoredMerchant?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var (after, before) = Keys.MerchantDocument;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {id} and RowKey gt {after} and RowKey lt {before}");
        var rows = new List<TableEntity>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, MaxRows, cancellationToken: cancellationToken))
            rows.Add(row);
        return MerchantRows.Read(id, rows, masterKeys);
    }

    /// <summary>Merchants between whom no other stands, each with all that belongs to it. When there are several this is no picture of one moment:
    /// of one that is changed meanwhile some rows may be older than others.</summary>
    public async Task<IReadOnlyList<StoredMerchant>> ReadAsync(IReadOnlyList<IndexEntry> neighbours, CancellationToken cancellationToken)
    {
        if (neighbours is [var only])
            return await ReadAsync(only.Id, cancellationToken) is { } found ? [found] : [];
        var (after, before) = Keys.MerchantDocument;
        var (first, last) = (neighbours[0].Id, neighbours[^1].Id);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {first} and PartitionKey le {last} and RowKey gt {after} and RowKey lt {before}"
        );
        var rows = new List<TableEntity>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, MaxRows, cancellationToken: cancellationToken))
            rows.Add(row);
        // When keys were last used stands between merchants, and is none of them.
        var byMerchant = rows.ToLookup(row => row.PartitionKey, StringComparer.Ordinal);
        return [.. neighbours.Select(entry => MerchantRows.Read(entry.Id, [.. byMerchant[entry.Id]], masterKeys)).OfType<StoredMerchant>()];
    }

    /// <summary>
    /// Writes a merchant's next version. False when somebody else has changed it since it was read. The proof is a row that only this change can have
    /// added: on a conflict, look whether it is there.
    /// </summary>
    /// <param name="after">The merchant as it shall be, with its version raised by one.</param>
    /// <param name="written">The parts that change or come.</param>
    /// <param name="removed">The parts that go.</param>
    public async Task<bool> TryWriteAsync(
        StoredMerchant after,
        IReadOnlyList<StoredPart> written,
        IReadOnlyList<StoredPart> removed,
        DirectoryChange change,
        CancellationToken cancellationToken
    )
    {
        var (proof, begun) = (Guid.NewGuid().ToString("N"), clock.GetUtcNow());
        await AnnounceAsync(after, cancellationToken);
        var own = MerchantRows.Merchant(after);
        List<TableTransactionAction> actions =
        [
            after.Revision is { } revision
                ? new(TableTransactionActionType.UpdateReplace, own, new ETag(revision))
                : new(TableTransactionActionType.Add, own),
            new(TableTransactionActionType.Add, MerchantRows.Change(after.Id, change, proof)),
            .. written.Select(part => new TableTransactionAction(
                TableTransactionActionType.UpsertReplace,
                MerchantRows.Part(after.Id, part, masterKeys)
            )),
            .. removed.Select(part => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(after.Id, part.Key), ETag.All)),
        ];
        var done = await _table.TrySubmitAsync(actions, cancellationToken) || await IsMineAsync(after, proof, cancellationToken);
        // It stood still for so long that readers may have ceased to look.
        if (done && clock.GetUtcNow() - begun > Announced / 2)
            await AnnounceAsync(after, cancellationToken);
        return done;
    }

    /// <summary>What was changed before a version of a merchant, newest first.</summary>
    public async Task<IReadOnlyList<DirectoryChange>> HistoryAsync(string id, int beforeVersion, int max, CancellationToken cancellationToken)
    {
        var (after, before) = Keys.MerchantHistory(beforeVersion);
        return [.. (await _table.ReadRangeAsync(id, after, before, max, cancellationToken)).Select(MerchantRows.ReadChange)];
    }

    /// <summary>Compares the master keys with the one that the directory is encrypted with; the first one ever set becomes that.</summary>
    /// <returns>What is wrong, as a sentence that starts with the setting's name; null when nothing is.</returns>
    public async Task<string?> CheckMasterKeyAsync(CancellationToken cancellationToken)
    {
        var found = await ReadCheckAsync(cancellationToken);
        if (found is null && masterKeys.Any && !await _table.TryAddAsync(CheckRow(), cancellationToken))
            found = await ReadCheckAsync(cancellationToken);
        if (found?.GetString(Field) is not { } text)
            return null;
        var setting = $"{DirectoryReader.Root}__MasterKeys__0";
        if (!masterKeys.Any)
            return $"{setting} is missing: the directory is encrypted with a master key, whose id is {MasterKeys.SealedBy(text)}.";
        return masterKeys.Open(text, (Keys.MasterKey, Keys.MasterKeyCheck, Field)) == CheckText
            ? null
            : $"{setting} is not the master key that the directory is encrypted with, whose id is {MasterKeys.SealedBy(text)}; neither is any other that is set.";
    }

    /// <summary>From now on the first master key is the one that the directory is sealed with.</summary>
    public Task SealCheckAsync(CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(CheckRow(), TableUpdateMode.Replace, cancellationToken);

    private TableEntity CheckRow() =>
        new(Keys.MasterKey, Keys.MasterKeyCheck) { [Field] = masterKeys.Seal(CheckText, (Keys.MasterKey, Keys.MasterKeyCheck, Field)) };

    private async Task<TableEntity?> ReadCheckAsync(CancellationToken cancellationToken) =>
        await FindAsync(Keys.MasterKey, Keys.MasterKeyCheck, cancellationToken);

    /// <summary>Never back: two that announce at once both come to the higher version.</summary>
    private async Task AnnounceAsync(StoredMerchant coming, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Keys.MerchantIndex, coming.Id) { ["Version"] = coming.Version, ["At"] = clock.GetUtcNow() };
        while (true)
        {
            if (await FindAsync(Keys.MerchantIndex, coming.Id, cancellationToken) is not { } found)
            {
                if (await _table.TryAddAsync(row, cancellationToken))
                    return;
                continue;
            }

            row["Version"] = Math.Max(coming.Version, found.ValueOrNull<int>("Version") ?? 0);
            if (await _table.TryUpdateAsync(row, found.ETag, TableUpdateMode.Replace, cancellationToken))
                return;
        }
    }

    private async Task<bool> IsMineAsync(StoredMerchant after, string proof, CancellationToken cancellationToken) =>
        (await FindAsync(after.Id, Keys.MerchantVersion(after.Version), cancellationToken))?.GetString("Proof") == proof;

    private async Task<TableEntity?> FindAsync(string partition, string row, CancellationToken cancellationToken) =>
        await _table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellationToken) is { HasValue: true, Value: { } found }
            ? found
            : null;
}

/// <summary>A merchant in the index.</summary>
/// <param name="Version">The version that was announced last; it may never have come.</param>
/// <param name="At">When it was announced.</param>
/// <param name="Revision">Names this state of the entry.</param>
public sealed record IndexEntry(string Id, int Version, DateTimeOffset At, string Revision);
