using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Primitives;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Operations;

/// <summary>
/// Orders in needs_review, of all merchants. The list is only a hint, the order itself decides: an entry whose order has left review is removed when
/// somebody reads the list, so that leaving review costs nothing.
/// </summary>
public sealed partial class ReviewList(StorageClients storage)
{
    private const string Binding = Keys.Reviews;

    /// <summary>As many entries as come in one read; each costs a read of its order.</summary>
    private const int MaxCounted = 1_000;

    private readonly TableClient _listing = storage.Table(TableNames.Listing);
    private readonly TableClient _orders = storage.Table(TableNames.Orders);

    /// <summary>A page of orders in review, newest first. It may be short although more follow.</summary>
    public async Task<Result<ListPage<Order>>> ListAsync(IEnumerable<KeyValuePair<string, StringValues>> query, CancellationToken cancellationToken)
    {
        var check = new QueryCheck(query, "limit", "cursor");
        var limit = check.Limit();
        var position = check.Position(Binding, Position());
        if (check.Problem is { } problem)
            return new Result<ListPage<Order>>.Failure(problem);

        var rows = await _listing.ReadRangeAsync(Keys.Reviews, position ?? "", "~", limit + 1, cancellationToken);
        var orders = new List<Order>();
        foreach (var row in rows.Take(limit))
        {
            if (await FindAsync(row, cancellationToken) is { } order)
                orders.Add(order);
        }

        return new Result<ListPage<Order>>.Success(new(orders, rows.Count > limit ? Cursor.Write(Binding, rows[limit - 1].RowKey) : null));
    }

    /// <summary>All orders in review, newest first, as far as one read of the list shows them.</summary>
    internal async Task<Counted<Order>> CountAsync(CancellationToken cancellationToken)
    {
        var rows = await _listing.ReadRangeAsync(Keys.Reviews, "", "~", MaxCounted, cancellationToken);
        return new(await rows.FindAllAsync(FindAsync, cancellationToken), rows.Count == MaxCounted);
    }

    /// <summary>So many of the orders in review, those that began first; entries of others that are found among them are taken out.</summary>
    internal async Task<IReadOnlyList<Order>> OldestAsync(int max, CancellationToken cancellationToken)
    {
        // The list is newest first, and what is wanted at its end.
        var oldest = new Queue<TableEntity>();
        await foreach (
            var row in _listing.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Reviews}"),
                cancellationToken: cancellationToken
            )
        )
        {
            oldest.Enqueue(row);
            if (oldest.Count > max)
                oldest.Dequeue();
        }

        var orders = new List<Order>();
        foreach (var row in oldest)
        {
            if (await FindAsync(row, cancellationToken) is { } order)
                orders.Add(order);
        }

        return orders;
    }

    private async Task<Order?> FindAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var orderId = row.Text("OrderId");
        if (await ReadAsync(orderId, cancellationToken) is { Status: OrderStatus.NeedsReview } order)
            return order;
        // First remove, then check again: somebody who puts the order back into review at this moment finds the entry, or we put it back. From here
        // on the work is finished even if the caller is gone, because a removed entry may have to be put back.
        await _listing.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, CancellationToken.None);
        if (await ReadAsync(orderId, CancellationToken.None) is not { Status: OrderStatus.NeedsReview } again)
            return null;
        await _listing.TryAddAsync(new TableEntity(row.PartitionKey, row.RowKey) { ["OrderId"] = orderId }, CancellationToken.None);
        return again;
    }

    private async Task<Order?> ReadAsync(string orderId, CancellationToken cancellationToken)
    {
        var row = await _orders.GetEntityIfExistsAsync<TableEntity>(
            Keys.OrderBucket(orderId),
            Keys.Order(orderId),
            cancellationToken: cancellationToken
        );
        return row is { HasValue: true, Value: { } found } ? OrderRows.Order(found) : null;
    }

    [GeneratedRegex(@"^\d{19}\|(dep|wd)_[0-9a-z]{26}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
}
