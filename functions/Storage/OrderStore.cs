using Azure;
using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage.Operations;

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
            [.. Of(rows, $"{orderId}|delivery|").Select(DeliveryRows.Delivery)]);
    }

    public Task<bool> TryCreateAsync(OrderCommit commit, CancellationToken cancellationToken) =>
        _table.TrySubmitAsync([new(TableTransactionActionType.Add, OrderRows.Order(commit.Order)), .. Owed(commit), .. Moved(commit.Order, null, commit.Order.Work)], cancellationToken);

    public Task<bool> TryUpdateAsync(OrderFile before, OrderCommit commit, CancellationToken cancellationToken) =>
        _table.TrySubmitAsync(
            [new(TableTransactionActionType.UpdateReplace, OrderRows.Order(commit.Order), new ETag(before.Revision)), .. Owed(commit), .. Moved(commit.Order, before.Order.Work, commit.Order.Work)],
            cancellationToken);

    public async Task SetWorkAsideAsync(string orderId, WorkKind what, CancellationToken cancellationToken)
    {
        // Others may change the order at the same time; whatever work they leave behind is what gets set aside.
        string? seen = null;
        while (await ReadAsync(orderId, cancellationToken) is { Order: { Work: { Stuck: false } work } order } file && work.What == what)
        {
            var aside = order with { Work = work with { Stuck = true } };
            List<TableTransactionAction> actions = [new(TableTransactionActionType.UpdateReplace, OrderRows.Order(aside), new ETag(file.Revision))];
            // When nothing has changed since the last try, it is the promise that is gone: somebody deleted it by hand.
            actions.AddRange(Moved(aside, file.Revision == seen ? null : work, aside.Work));
            if (await _table.TrySubmitAsync(actions, cancellationToken))
                return;
            seen = file.Revision;
        }
    }

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

    /// <summary>The promise rows that a change of an order's work adds and removes.</summary>
    private IEnumerable<TableTransactionAction> Moved(Order order, Work? before, Work? after)
    {
        var orderId = order.Id;
        var bucket = Keys.OrderBucket(orderId);
        var (kept, owed) = (Keys.Work(orderId, before), Keys.Work(orderId, after));
        // A transaction may name a row only once: a promise that stays at its time stays as it is.
        if (kept == owed)
            yield break;
        if (kept is not null)
            yield return new(TableTransactionActionType.Delete, new TableEntity(bucket, kept), ETag.All);
        if (owed is null)
            yield break;
        if (after!.Stuck)
        {
            yield return new(TableTransactionActionType.UpsertReplace, new TableEntity(bucket, owed) { ["SetAsideAt"] = clock.GetUtcNow() });
            yield break;
        }

        var promise = Promise.Row(bucket, owed, QueueNames.Of(orderId), after.DueAt, clock.GetUtcNow(), directory.Settings.SweepGrace);
        OpenOrders.Describe(promise, order);
        yield return new(TableTransactionActionType.Add, promise);
    }

    private IEnumerable<TableTransactionAction> Owed(OrderCommit commit)
    {
        if (commit.Event is { } stored)
            yield return new(TableTransactionActionType.Add, OrderRows.Event(stored));
        // No proof of anything and so no insert: one source may bring the same again within a millisecond.
        if (commit.Change is { } change)
            yield return new(TableTransactionActionType.UpsertReplace, OrderRows.Change(commit.Order.Id, change));
        if (commit.ListsOwedAt is { } owedAt)
            yield return new(TableTransactionActionType.UpsertReplace, Promise.Row(
                Keys.OrderBucket(commit.Order.Id), Keys.Promise(Keys.Due, owedAt, commit.Order.Id, Keys.List), QueueNames.Webhooks, owedAt, clock.GetUtcNow(), directory.Settings.SweepGrace));
        foreach (var (delivery, before) in commit.Deliveries)
        {
            var row = DeliveryRows.Delivery(commit.Order.Id, delivery);
            yield return before is null
                ? new(TableTransactionActionType.Add, row)
                : new(TableTransactionActionType.UpdateReplace, row, new ETag(before.Revision));
            foreach (var promise in DeliveryRows.Promises(commit.Order, before?.Delivery, delivery, clock.GetUtcNow(), directory.Settings.SweepGrace))
                yield return promise;
        }
    }
}
