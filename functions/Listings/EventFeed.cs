using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Listings;

/// <summary>Reads merchants' feeds: one partition each, one read a page, however far
/// behind a reader is; a few more where a filter leaves most out.</summary>
public sealed class EventFeed(StorageClients storage, MerchantDirectory directory, TimeProvider clock)
{
    /// <summary>How many rows one read fetches where the filter may leave most of them out.</summary>
    private const int Batch = 250;

    /// <summary>How many rows one request looks at at most.</summary>
    private const int MaxRows = 1_000;

    private readonly TableClient _table = storage.Table(TableNames.Listing);

    /// <summary>The position of an event; null when it does not stand in the feed (yet).</summary>
    public async Task<string?> FindAsync(string merchantId, string eventId, CancellationToken cancellationToken)
    {
        var pointer = await _table.GetEntityIfExistsAsync<TableEntity>(
            Keys.Feed(merchantId),
            Keys.FeedPointer(eventId),
            cancellationToken: cancellationToken
        );
        return pointer is { HasValue: true, Value: { } row } ? row.Text("Position") : null;
    }

    /// <summary>The events behind a position, oldest first; those that were written just now are not shown yet.</summary>
    /// <param name="after">A position, or null for the beginning.</param>
    public async Task<ListPage<StoredEvent>> ReadAsync(string merchantId, string? after, int limit, CancellationToken cancellationToken)
    {
        // What was written just now waits: somebody else's clock may be behind, and their event would appear before it.
        var until = Keys.FeedBefore(clock.GetUtcNow() - directory.Settings.FeedDelay);
        var rows = await _table.ReadRangeAsync(Keys.Feed(merchantId), after ?? "at|", until, limit + 1, cancellationToken);
        return new ListPage<StoredEvent>([.. rows.Take(limit).Select(OrderRows.Event)], rows.Count > limit ? rows[limit - 1].RowKey : null);
    }

    /// <summary>
    /// The events that a filter shows, newest first. What it reads is bounded, whatever is stored: a page that had to leave off says
    /// where to go on.
    /// </summary>
    /// <param name="after">Where an earlier page left off; null begins with the newest.</param>
    public async Task<ListPage<StoredEvent>> ReadNewestAsync(
        string merchantId,
        EventFilter filter,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (start, end) = Keys.NewestRange(filter.From, filter.To);
        var position = after ?? start;
        var shown = new List<StoredEvent>();
        for (var looked = 0; looked < MaxRows; )
        {
            // Most pages are full with the first read: one row more tells whether another page follows.
            var max = looked == 0 ? limit + 1 : Batch;
            var rows = await _table.ReadRangeAsync(Keys.Feed(merchantId), position, end, max, cancellationToken);
            foreach (var row in rows)
            {
                if (Shows(filter, row))
                {
                    if (shown.Count == limit)
                        return new ListPage<StoredEvent>(shown, position);
                    shown.Add(OrderRows.Event(row));
                }

                position = row.RowKey;
            }

            if (rows.Count < max)
                return new ListPage<StoredEvent>(shown, null);
            looked += rows.Count;
        }

        return new ListPage<StoredEvent>(shown, position);
    }

    /// <summary>The position right before everything that was written at a time or later.</summary>
    public static string Before(DateTimeOffset time) => Keys.FeedBefore(time);

    private static bool Shows(EventFilter filter, TableEntity row) =>
        (filter.Type is null || filter.Type == row.Text("Type"))
        && (filter.AccountId is null || filter.AccountId == row.GetString("Account"))
        && (filter.CustomerId is null || filter.CustomerId == row.GetString("Customer"));
}
