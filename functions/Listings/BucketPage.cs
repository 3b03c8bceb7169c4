using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Storage;

namespace PaymentHub.Listings;

/// <summary>A page out of a range that lies in all buckets.</summary>
internal static class BucketPage
{
    /// <summary>
    /// How many rows of each bucket are counted, in one read. Keys are spread evenly: where one bucket has more, all of them have more
    /// than a thousand together, but for a chance that nobody will see.
    /// </summary>
    private const int MaxCounted = 50;

    /// <summary>How many rows are looked at where a filter may leave most of them out.</summary>
    private const int Batch = 101;

    /// <param name="filtered">Whether <paramref name="read"/> leaves rows out.</param>
    /// <param name="read">What a row is on the page; null leaves it out.</param>
    public static async Task<ListPage<T>> ReadAsync<T>(
        TableClient table,
        string after,
        string before,
        int limit,
        bool filtered,
        Func<TableEntity, T?> read,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var max = filtered ? Math.Max(Batch, limit + 1) : limit + 1;
        var rows = await table.ReadBucketsAsync(after, before, max, cancellationToken);
        var items = new List<T>();
        var position = after;
        foreach (var row in rows)
        {
            if (read(row) is { } item)
            {
                if (items.Count == limit)
                    return new ListPage<T>(items, position);
                items.Add(item);
            }

            position = row.RowKey;
        }

        return new ListPage<T>(items, rows.Count == max ? position : null);
    }

    /// <summary>All that lies in a range over all buckets, in the order of the keys, as far as one read of each bucket shows it.</summary>
    public static async Task<Counted<T>> CountAsync<T>(
        TableClient table,
        string after,
        string before,
        Func<TableEntity, T> read,
        CancellationToken cancellationToken
    )
    {
        var (rows, complete) = await table.ReadAllBucketsAsync(after, before, MaxCounted, cancellationToken);
        return new([.. rows.OrderBy(row => row.RowKey, StringComparer.Ordinal).Select(read)], !complete);
    }
}

/// <summary>Everything of a kind, as far as a bounded number of reads shows it.</summary>
/// <param name="More">Whether there may be more than was counted.</param>
public sealed record Counted<T>(IReadOnlyList<T> Items, bool More);
