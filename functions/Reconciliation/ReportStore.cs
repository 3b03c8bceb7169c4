using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>Reports in table storage, a row each. What one found may be half a
/// megabyte of text, which is packed and cut: a column holds 64 KiB.</summary>
public sealed class ReportStore(StorageClients storage)
{
    private const string Data = "Data";
    private const string Report = "Report";
    private const int MaxInColumn = 60 * 1024;

    private const int MaxListed = 100;

    // What is due beyond it is the next run's turn.
    private const int MaxDue = 20;

    private readonly TableClient _table = storage.Table(TableNames.Reconciliations);

    /// <summary>Writes a new report.</summary>
    public Task AddAsync(ReportJob job, CancellationToken cancellationToken) => _table.TryAddAsync(Row(job, null), cancellationToken);

    /// <summary>A report of an account; null when there is none of that id.</summary>
    public async Task<StoredReportJob?> FindAsync(string accountId, string id, CancellationToken cancellationToken) =>
        await _table.GetEntityIfExistsAsync<TableEntity>(Keys.Reports, Keys.Report(accountId, id), cancellationToken: cancellationToken)
            is { HasValue: true, Value: { } row }
            ? TryRead(row)
            : null;

    /// <summary>The newest reports of an account, newest first, without what they found.</summary>
    public async Task<IReadOnlyList<StoredReportJob>> ListAsync(string accountId, CancellationToken cancellationToken)
    {
        var (from, before) = Keys.ReportsOf(accountId);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Reports} and RowKey gt {from} and RowKey lt {before}");
        // The keys run the other way; a person asks for each of them, so there are few.
        var newest = new Queue<StoredReportJob>();
        await foreach (
            var row in _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey", Data], cancellationToken: cancellationToken)
        )
        {
            if (TryRead(row) is not { } report)
                continue;
            newest.Enqueue(report);
            if (newest.Count > MaxListed)
                newest.Dequeue();
        }

        return [.. newest.Reverse()];
    }

    /// <summary>The reports that a run may take on now, without what earlier ones found.</summary>
    public async Task<IReadOnlyList<StoredReportJob>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Reports} and DueAt le {now}");
        var found = new List<StoredReportJob>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).Take(MaxDue))
        {
            if (TryRead(row) is { } report)
                found.Add(report);
        }

        return found;
    }

    /// <summary>Writes a change of a report as it was read. Null when somebody else has changed it since.</summary>
    public async Task<StoredReportJob?> TrySaveAsync(StoredReportJob before, ReportJob after, string? report, CancellationToken cancellationToken) =>
        await _table.TryReplaceAsync(Row(after, report), before.Revision, cancellationToken) is { } revision ? new(after, report, revision) : null;

    private static TableEntity Row(ReportJob job, string? report)
    {
        var row = new TableEntity(Keys.Reports, Keys.Report(job.AccountId, job.Id))
        {
            [Data] = JsonSerializer.Serialize(job),
            ["DueAt"] = job.DueAt,
            ["Status"] = job.Status,
        }.Stamped();
        if (report is not null)
        {
            foreach (var (number, part) in Pack(report).Chunk(MaxInColumn).Index())
                row[Column(number)] = part;
        }

        return row;
    }

    private static StoredReportJob? TryRead(TableEntity row)
    {
        try
        {
            return new StoredReportJob(JsonSerializer.Deserialize<ReportJob>(row.Text(Data))!, Unpack(row), row.ETag.ToString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or InvalidDataException)
        {
            // Somebody has altered it by hand: it keeps no other from its turn.
            return null;
        }
    }

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Optimal))
            packing.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static string? Unpack(TableEntity row)
    {
        using var packed = new MemoryStream();
        for (var number = 0; row.GetBinary(Column(number)) is { } part; number++)
            packed.Write(part);
        if (packed.Length == 0)
            return null;
        packed.Position = 0;
        using var unpacking = new GZipStream(packed, CompressionMode.Decompress);
        using var text = new StreamReader(unpacking, Encoding.UTF8);
        return text.ReadToEnd();
    }

    private static string Column(int number) => Report + number.ToString(CultureInfo.InvariantCulture);
}
