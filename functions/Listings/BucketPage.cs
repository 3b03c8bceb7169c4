using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Storage;

namespace PaymentHub.Listings;

/// <summary>A page out of a range that lies in all buckets.</summary>
internal static class BucketPage
{
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
}
