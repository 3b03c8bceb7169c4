using System.Text.Json;
using Azure.Data.Tables;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Listings;

/// <summary>Holds an order against its rows in the lists and writes those anew that are missing or disagree.</summary>
public sealed class OrderIndexCheck(StorageClients storage, OrderLookupIndex lookups)
{
    private readonly TableClient _orders = storage.Table(TableNames.Orders);
    private readonly TableClient _listing = storage.Table(TableNames.Listing);

    /// <summary>Repairs the lists that an order belongs to.</summary>
    /// <returns>How many rows were written.</returns>
    public async Task<int> RepairAsync(Order order, CancellationToken cancellationToken)
    {
        // Before its first event or payment page a deposit is in no list: it may come to nothing. A withdrawal is from its beginning, and
        // no outbox entry but this check stands for that.
        if (order is { Kind: OrderKind.Deposit, Version: 0, PaymentUrl: null })
            return 0;
        // Whoever left review since is taken out again when somebody looks.
        var repaired =
            order.Status == OrderStatus.NeedsReview && await _listing.TryAddAsync(OrderIndexWriter.Review(order), cancellationToken) ? 1 : 0;
        // They come with an order's first event. Those of orders from before there were any are no disagreement, and so are not counted.
        if (order.Version > 0)
            await lookups.RepairAsync(order, cancellationToken);
        foreach (var row in OrderIndexWriter.Rows(order))
        {
            if (await RepairAsync(row, order, cancellationToken))
                repaired++;
        }

        return repaired;
    }

    private async Task<bool> RepairAsync(TableEntity row, Order order, CancellationToken cancellationToken)
    {
        var found = await _listing.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
        if (found is not { HasValue: true, Value: { } stored })
        {
            // The day first: a list is found by its days. Whoever died before the row may have died before the day, too.
            await _listing.TryAddAsync(OrderIndexWriter.Day(order), cancellationToken);
            return await _listing.TryAddAsync(row, cancellationToken);
        }

        if (Agrees(stored, row))
            return false;

        // The order may have gone on since it was read; then its list is right to differ from what was read.
        var now = await _orders.GetEntityIfExistsAsync<TableEntity>(
            Keys.OrderBucket(order.Id),
            Keys.Order(order.Id),
            cancellationToken: cancellationToken
        );
        if (now is not { HasValue: true, Value: { } current })
            return false;
        var wanted = OrderIndexWriter.Rows(OrderRows.Order(current)).FirstOrDefault(candidate => candidate.PartitionKey == row.PartitionKey);
        return wanted is not null
            && !Agrees(stored, wanted)
            && stored.GetInt32("Version") <= wanted.GetInt32("Version")
            && await _listing.TryUpdateAsync(wanted, stored.ETag, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Whether a list shows the order as it is; the rest, its work above all, changes without the lists.</summary>
    private static bool Agrees(TableEntity stored, TableEntity wanted) =>
        stored.GetInt32("Version") == wanted.GetInt32("Version") && TryRead(stored)?.SaysTheSameAs(OrderRows.Order(wanted)) == true;

    private static Order? TryRead(TableEntity row)
    {
        try
        {
            return OrderRows.Order(row);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Somebody has altered it by hand: it is written anew.
            return null;
        }
    }
}
