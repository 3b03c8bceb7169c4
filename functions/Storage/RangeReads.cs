using Azure.Data.Tables;

namespace PaymentHub.Storage;

/// <summary>Reads a bounded number of rows, in the order of their keys.</summary>
internal static class RangeReads
{
    private const int BucketsAtOnce = 8;
    private const int RowsAtOnce = 16;

    /// <summary>The first rows of a partition with <paramref name="after"/> &lt; row key &lt; <paramref name="before"/>.</summary>
    /// <param name="max">How many; 1,000 at most, so that they come in one read.</param>
    public static async Task<List<TableEntity>> ReadRangeAsync(
        this TableClient table,
        string partition,
        string after,
        string before,
        int max,
        CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after} and RowKey lt {before}");
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, max, cancellationToken: cancellationToken).Take(max))
            rows.Add(row);
        return rows;
    }

    /// <summary>The first rows of such a range over all buckets: one read each, however many rows there are.</summary>
    public static async Task<List<TableEntity>> ReadBucketsAsync(
        this TableClient table,
        string after,
        string before,
        int max,
        CancellationToken cancellationToken
    )
    {
        var (found, _) = await table.ReadAllBucketsAsync(after, before, max, cancellationToken);
        return [.. found.OrderBy(row => row.RowKey, StringComparer.Ordinal).Take(max)];
    }

    /// <summary>As above, with the same bound on each bucket.</summary>
    /// <returns>The rows, in no order, and whether there are no more.</returns>
    public static async Task<(IReadOnlyList<TableEntity> Rows, bool Complete)> ReadAllBucketsAsync(
        this TableClient table,
        string after,
        string before,
        int maxPerBucket,
        CancellationToken cancellationToken
    )
    {
        var (found, full) = (new List<TableEntity>(), 0);
        var options = new ParallelOptions { MaxDegreeOfParallelism = BucketsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            0,
            Keys.Buckets,
            options,
            async (number, token) =>
            {
                var rows = await table.ReadRangeAsync(Keys.Bucket(number), after, before, maxPerBucket, token);
                if (rows.Count == maxPerBucket)
                    Interlocked.Increment(ref full);
                lock (found)
                    found.AddRange(rows);
            }
        );
        return (found, full == 0);
    }

    /// <summary>What is read for each of them, several at once and in their order; where there is nothing, it is left out.</summary>
    public static async Task<IReadOnlyList<TRead>> FindAllAsync<T, TRead>(
        this IReadOnlyList<T> wanted,
        Func<T, CancellationToken, Task<TRead?>> find,
        CancellationToken cancellationToken
    )
        where TRead : class
    {
        var found = new TRead?[wanted.Count];
        await Parallel.ForAsync(
            0,
            wanted.Count,
            new ParallelOptions { MaxDegreeOfParallelism = RowsAtOnce, CancellationToken = cancellationToken },
            async (i, token) => found[i] = await find(wanted[i], token)
        );
        return [.. found.OfType<TRead>()];
    }
}

/// <summary>Reads columns of rows.</summary>
internal static class RowReads
{
    /// <summary>A text that our rows always have.</summary>
    /// <exception cref="InvalidOperationException">The row lacks it: somebody else wrote it, or changed it by hand.</exception>
    public static string Text(this TableEntity row, string name) =>
        row.GetString(name) ?? throw new InvalidOperationException($"Row {row.PartitionKey}/{row.RowKey} has no {name}.");

    /// <summary>A column of a row that may have been altered; null when it is not there, or is something else.</summary>
    public static T? ValueOrNull<T>(this TableEntity row, string name)
        where T : struct => row.TryGetValue(name, out var value) && value is T found ? found : null;

    /// <summary>The same of a text.</summary>
    public static string? TextOrNull(this TableEntity row, string name) => row.TryGetValue(name, out var value) ? value as string : null;
}
