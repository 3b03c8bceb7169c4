using Azure.Data.Tables;
using PaymentHub.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Storage;

/// <summary>What follows a commit: the lists that an order stands in, and the calls that wake its deliveries.</summary>
public sealed class FollowUps(StorageClients storage, IDeliveryQueue deliveries, TimeProvider clock) : IFollowUps
{
    private readonly TableClient _table = storage.Table(TableNames.Listing);

    public Task WakeDeliveryAsync(string orderId, string endpoint, int version, CancellationToken cancellationToken) =>
        deliveries.WakeAsync(new DeliveryCall(orderId, endpoint, version, Attempt: 1), clock.GetUtcNow(), cancellationToken);

    public async Task ListAsync(Order order, CancellationToken cancellationToken)
    {
        // An order is listed with its first change, a payment page or an event: any later one finds its row.
        var listed = order.Version > 1 || (order.Version > 0 && order.Request is not null);
        foreach (var row in Rows(order))
            await PutAsync(row, listed, cancellationToken);
    }

    /// <summary>The order's rows in the lists that it belongs to.</summary>
    internal static IEnumerable<TableEntity> Rows(Order order)
    {
        yield return Row(Keys.DayListing(order), order);
        if (order.CustomerId is { } customer)
            yield return Row(Keys.CustomerListing(order, customer), order);
    }

    private static TableEntity Row(string partition, Order order)
    {
        var row = OrderRows.Order(order);
        row.PartitionKey = partition;
        row.RowKey = Keys.ListingRow(order);
        return row;
    }

    /// <param name="listed">Whether it most likely stands there already: then it is looked up before it is added.</param>
    private async Task PutAsync(TableEntity row, bool listed, CancellationToken cancellationToken)
    {
        while (listed || !await _table.TryAddAsync(row, cancellationToken))
        {
            listed = false;
            var standing = await _table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
            if (standing is not { HasValue: true, Value: { } older })
                continue;
            // Whoever is slow may hold an old state: only a higher version replaces what stands.
            if (older.GetInt32("Version") >= row.GetInt32("Version"))
                return;
            if (await _table.TryUpdateAsync(row, older.ETag, TableUpdateMode.Replace, cancellationToken))
                return;
        }
    }
}
