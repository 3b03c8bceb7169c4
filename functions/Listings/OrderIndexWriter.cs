using System.Collections.Concurrent;
using Azure.Data.Tables;
using PaymentHub.Orders;
using PaymentHub.Storage;

namespace PaymentHub.Listings;

/// <summary>
/// Writes the lists that an order stands in. A row contains the whole order as of its last event, so that a page of a list is one read.
/// </summary>
public sealed class OrderIndexWriter(StorageClients storage)
{
    private const int MaxRemembered = 10_000;

    private readonly TableClient _table = storage.Table(TableNames.Listing);

    // A merchant's day is entered once and stays: an instance that has done it, or found it done, need not check again.
    private readonly ConcurrentDictionary<(string Merchant, OrderKind Kind, string Day), bool> _days = new();

    /// <summary>Writes the order into its lists; an older state never replaces a newer one.</summary>
    public async Task WriteAsync(Order order, CancellationToken cancellationToken)
    {
        // The day first: a list is found by its days.
        await EnterDayAsync(order, cancellationToken);
        if (order.Status == OrderStatus.NeedsReview)
            await _table.TryAddAsync(Review(order), cancellationToken);

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

    /// <summary>The row that tells that its merchant has orders of that day.</summary>
    internal static TableEntity Day(Order order) =>
        new(Keys.DaysListing(order.MerchantId, order.Kind), KeyText.InvertedDay(KeyText.Day(order.CreatedAt)));

    /// <summary>The row of an order in review.</summary>
    internal static TableEntity Review(Order order) => new(Keys.Reviews, Keys.ListingRow(order)) { ["OrderId"] = order.Id };

    private async Task EnterDayAsync(Order order, CancellationToken cancellationToken)
    {
        var day = KeyText.Day(order.CreatedAt);
        if (_days.ContainsKey((order.MerchantId, order.Kind, day)))
            return;
        await _table.TryAddAsync(Day(order), cancellationToken);
        if (_days.Count >= MaxRemembered)
            _days.Clear();
        _days[(order.MerchantId, order.Kind, day)] = true;
    }

    private static TableEntity Row(string partition, Order order)
    {
        // Personal data is stored in one place, with the order itself, where it can be erased.
        var row = OrderRows.Order(
            order with
            {
                Request = order.Request is { Details: not null } request ? request with { Details = null } : order.Request,
            }
        );
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
            var existing = await _table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
            if (existing is not { HasValue: true, Value: { } older })
                continue;
            if (!Replaces(row, older))
                return;
            if (await _table.TryUpdateAsync(row, older.ETag, TableUpdateMode.Replace, cancellationToken))
                return;
        }
    }

    /// <summary>A slow writer may hold an old state: only a higher version, or a later change of the same version, replaces a row.</summary>
    private static bool Replaces(TableEntity row, TableEntity existing)
    {
        var (version, other) = (row.GetInt32("Version"), existing.GetInt32("Version"));
        return version > other || (version == other && row.GetDateTimeOffset("UpdatedAt") > existing.GetDateTimeOffset("UpdatedAt"));
    }
}
