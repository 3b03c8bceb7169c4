using Azure;
using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Storage;

/// <summary>Orders in table storage: one partition holds all rows of an order, so that every change is one transaction.</summary>
public sealed class OrderStore(StorageClients storage, MerchantDirectory directory, TimeProvider clock) : IOrderStore
{
    private readonly TableClient _table = storage.Table(TableNames.Orders);

    public async Task<OrderFile?> ReadAsync(string orderId, CancellationToken cancellationToken)
    {
        var rows = await ReadRowsAsync(_table, orderId, cancellationToken);
        if (!rows.TryGetValue(Keys.Order(orderId), out var order))
            return null;
        return new OrderFile(
            OrderRows.Order(order),
            order.ETag.ToString(),
            [.. Of(rows, $"{orderId}|event|").Select(OrderRows.Event)],
            [.. Of(rows, $"{orderId}|delivery|").Select(OrderRows.Delivery)]);
    }

    public Task<bool> TryCreateAsync(OrderCommit commit, CancellationToken cancellationToken) =>
        _table.TrySubmitAsync([new(TableTransactionActionType.Add, OrderRows.Order(commit.Order)), .. Owed(commit)], cancellationToken);

    public Task<bool> TryUpdateAsync(OrderFile before, OrderCommit commit, CancellationToken cancellationToken) =>
        _table.TrySubmitAsync(
            [new(TableTransactionActionType.UpdateReplace, OrderRows.Order(commit.Order), new ETag(before.Revision)), .. Owed(commit)],
            cancellationToken);

    /// <summary>All rows of an order by their keys, in one range read.</summary>
    internal static async Task<SortedDictionary<string, TableEntity>> ReadRowsAsync(TableClient table, string orderId, CancellationToken cancellationToken)
    {
        var (from, before) = Keys.OrderRange(orderId);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.OrderBucket(orderId)} and RowKey ge {from} and RowKey lt {before}");
        var rows = new SortedDictionary<string, TableEntity>(StringComparer.Ordinal);
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            rows[row.RowKey] = row;
        return rows;
    }

    internal static IEnumerable<TableEntity> Of(SortedDictionary<string, TableEntity> rows, string prefix) =>
        rows.Where(row => row.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(row => row.Value);

    private IEnumerable<TableTransactionAction> Owed(OrderCommit commit)
    {
        if (commit.Event is { } stored)
            yield return new(TableTransactionActionType.Add, OrderRows.Event(stored));
        // No proof of anything and so no insert: one source may bring the same again within a millisecond.
        if (commit.Change is { } change)
            yield return new(TableTransactionActionType.UpsertReplace, OrderRows.Change(commit.Order.Id, change));
        if (commit.ListsOwedAt is { } owedAt)
            yield return new(TableTransactionActionType.UpsertReplace, Promise.Row(
                Keys.OrderBucket(commit.Order.Id), Keys.Promise(Keys.Due, owedAt, commit.Order.Id, Keys.List), owedAt, clock.GetUtcNow(), directory.Settings.SweepGrace));
        foreach (var (delivery, before) in commit.Deliveries)
        {
            var row = OrderRows.Delivery(commit.Order.Id, delivery);
            yield return before is null
                ? new(TableTransactionActionType.Add, row)
                : new(TableTransactionActionType.UpdateReplace, row, new ETag(before.Revision));
            // While an earlier event is on its way, its promise stands already.
            if (before?.Delivery.DueAt is null && delivery.DueAt is { } dueAt)
                yield return new(TableTransactionActionType.Add, Promise.Row(
                    row.PartitionKey, Keys.Promise(Keys.Due, dueAt, commit.Order.Id, Keys.Deliver(delivery.Endpoint)), dueAt, clock.GetUtcNow(), directory.Settings.SweepGrace));
        }
    }
}
