using System.Globalization;
using Azure.Data.Tables;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Operations;

/// <summary>Finds what the outbox relay should have handled long ago, and what waits for a person or an endpoint.</summary>
public sealed class LongOverdue(StorageClients storage)
{
    private const int AtOnce = 8;
    private const int MaxPerBucket = 1_000;

    /// <param name="report">What stood before; the walk through the orders goes on from there.</param>
    /// <param name="patience">For how long something may be owed.</param>
    public async Task<IntegrityReport> FindAsync(IntegrityReport report, DateTimeOffset now, TimeSpan patience, CancellationToken cancellationToken)
    {
        var suspended = await RowsAsync(TableNames.Orders, Keys.AllSuspended, _ => true, cancellationToken);
        return report with
        {
            At = now,
            PendingCallbacks = await FindAsync(
                TableNames.Callbacks,
                Keys.Pending,
                now,
                parts => ReceivedAt(parts) <= now - patience,
                cancellationToken
            ),
            Overdue = await FindAsync(TableNames.Orders, Keys.Due, now - patience, _ => true, cancellationToken),
            DeadLetters = await FindAsync(TableNames.Orders, Keys.DeadLetter, now, _ => true, cancellationToken),
            Suspended = new IntegrityFinding(
                suspended.Count,
                // What waits for its endpoint, and which endpoints those are: "shop|main".
                [.. Examples(suspended.Select(row => string.Join('|', OutboxEntry.Parts(row.RowKey)[1..3])).Distinct())]
            ),
            SuspendedSince = suspended.Min(row => row.GetDateTimeOffset(DeliveryRows.Since)),
        };
    }

    private static IEnumerable<string> Examples(IEnumerable<string> keys) => keys.Order(StringComparer.Ordinal).Take(IntegrityCheck.MaxExamples);

    private async Task<IntegrityFinding> FindAsync(
        string tableName,
        string kind,
        DateTimeOffset by,
        Func<string[], bool> counts,
        CancellationToken cancellationToken
    )
    {
        var found = (await RowsAsync(tableName, Keys.EntriesDue(kind, by), counts, cancellationToken)).ConvertAll(row => row.RowKey);
        // Without the kind, and by their time: "…|dep_…|deliver|main".
        return new IntegrityFinding(found.Count, [.. Examples(found).Select(key => key[(kind.Length + 1)..])]);
    }

    private async Task<List<TableEntity>> RowsAsync(
        string tableName,
        (string From, string Before) range,
        Func<string[], bool> counts,
        CancellationToken cancellationToken
    )
    {
        var table = storage.Table(tableName);
        var found = new List<TableEntity>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            0,
            Keys.Buckets,
            options,
            async (number, token) =>
            {
                var filter = TableClient.CreateQueryFilter(
                    $"PartitionKey eq {Keys.Bucket(number)} and RowKey ge {range.From} and RowKey lt {range.Before}"
                );
                await foreach (
                    var row in table
                        .QueryAsync<TableEntity>(filter, MaxPerBucket, ["PartitionKey", "RowKey", DeliveryRows.Since], token)
                        .Take(MaxPerBucket)
                )
                {
                    if (counts(OutboxEntry.Parts(row.RowKey)))
                    {
                        lock (found)
                            found.Add(row);
                    }
                }
            }
        );
        return found;
    }

    /// <summary>When a callback came: it stands in its id, and the time of its outbox entry
    /// moves with every postponement. What has no such id is old.</summary>
    private static DateTimeOffset ReceivedAt(string[] parts) =>
        DateTimeOffset.TryParseExact(
            parts[^1].AsSpan(0, Math.Min(17, parts[^1].Length)),
            "yyyyMMddHHmmssfff",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at
        )
            ? at
            : DateTimeOffset.MinValue;
}
