using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Money;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Listings;

/// <summary>
/// Finds orders by names that others gave them. The rows are in the partition of the merchant's feed, so that they are written in the transaction
/// that appends an event and cost no extra operation; a page is one range read, and one read per order.
/// </summary>
public sealed class OrderLookupIndex(StorageClients storage)
{
    private const int AtOnce = 8;

    private readonly TableClient _listing = storage.Table(TableNames.Listing);
    private readonly TableClient _orders = storage.Table(TableNames.Orders);

    /// <summary>The rows by which an order is found; that of its transaction first.</summary>
    internal static IEnumerable<TableEntity> Rows(Order order) =>
        Names(order).Select(name => new TableEntity(Keys.Feed(order.MerchantId), Keys.Lookup(name.By, name.Value, order)));

    /// <summary>A page of the orders that go by a name, newest first, as they are now. It may be short although more follow.</summary>
    /// <param name="after">Where an earlier page left off; null begins with the newest.</param>
    public async Task<ListPage<Order>> ReadAsync(
        string merchantId,
        OrderName name,
        Func<Order, bool> shows,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (start, end) = Keys.LookupRange(name.By, name.Value);
        var rows = await _listing.ReadRangeAsync(Keys.Feed(merchantId), start + after, end, limit + 1, cancellationToken);
        var orders = new Order?[Math.Min(limit, rows.Count)];
        await Parallel.ForAsync(
            0,
            orders.Length,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, token) => orders[i] = await FindAsync(rows[i].RowKey[(rows[i].RowKey.LastIndexOf('|') + 1)..], token)
        );
        return new ListPage<Order>([.. orders.OfType<Order>().Where(shows)], rows.Count > limit ? rows[limit - 1].RowKey[start.Length..] : null);
    }

    /// <summary>The order of that id; null when there is none.</summary>
    public async Task<Order?> FindAsync(string orderId, CancellationToken cancellationToken)
    {
        var row = await _orders.GetEntityIfExistsAsync<TableEntity>(
            Keys.OrderBucket(orderId),
            Keys.Order(orderId),
            cancellationToken: cancellationToken
        );
        return row is { HasValue: true, Value: { } found } ? OrderRows.Order(found) : null;
    }

    /// <summary>Writes an order's rows that are missing, as those of an order from before there were any are.</summary>
    public async Task RepairAsync(Order order, CancellationToken cancellationToken)
    {
        // They are written together: the first tells of all.
        var rows = Rows(order).ToList();
        if (rows.Count == 0 || !await _listing.TryAddAsync(rows[0], cancellationToken))
            return;
        foreach (var row in rows.Skip(1))
            await _listing.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    private static IEnumerable<OrderName> Names(Order order)
    {
        if (order.TransactionId is { } transaction)
            yield return OrderName.Transaction(transaction);
        if (order.Address is { } address)
            yield return OrderName.AddressOf(address);
        if (order.ProviderOrderId is { } id)
            yield return OrderName.ProviderOrder(id);
    }
}

/// <summary>A name that others gave an order, normalised so that two spellings of it are equal.</summary>
/// <param name="By">What kind of name it is; part of a row key.</param>
public sealed record OrderName(string By, string Value)
{
    public static OrderName Transaction(string hash) => new("transaction", TransactionHash.Canonical(hash));

    public static OrderName AddressOf(string address) => new("address", AddressFormat.Canonical(address));

    public static OrderName ProviderOrder(string id) => new("provider_order", id);
}
