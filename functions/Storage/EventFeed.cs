using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Merchants.Lists;
using PaymentHub.Orders;

namespace PaymentHub.Storage;

/// <summary>Reads merchants' feeds: one partition each, one read a page, however far behind a reader is.</summary>
public sealed class EventFeed(StorageClients storage, MerchantDirectory directory, TimeProvider clock) : IEventFeed
{
    private readonly TableClient _table = storage.Table(TableNames.Listing);

    public async Task<string?> FindAsync(string merchantId, string eventId, CancellationToken cancellationToken)
    {
        var pointer = await _table.GetEntityIfExistsAsync<TableEntity>(Keys.Feed(merchantId), Keys.FeedPointer(eventId), cancellationToken: cancellationToken);
        return pointer is { HasValue: true, Value: { } row } ? row.Text("Position") : null;
    }

    public async Task<ListPage<StoredEvent>> ReadAsync(string merchantId, string? after, int limit, CancellationToken cancellationToken)
    {
        // What was written just now waits: somebody else's clock may be behind, and their event would appear before it.
        var until = Keys.FeedBefore(clock.GetUtcNow() - directory.Settings.FeedDelay);
        var rows = await _table.ReadRangeAsync(Keys.Feed(merchantId), after ?? "at|", until, limit + 1, cancellationToken);
        return new ListPage<StoredEvent>(
            [.. rows.Take(limit).Select(OrderRows.Event)],
            rows.Count > limit ? rows[limit - 1].RowKey : null);
    }

    public string Before(DateTimeOffset time) => Keys.FeedBefore(time);
}
