using Azure;
using Azure.Data.Tables;
using PaymentHub.Storage;
using PaymentHub.Telemetry;

namespace PaymentHub.Orders;

/// <summary>Orders in table storage: one partition holds all rows of an order, so that every change is one transaction.</summary>
public sealed class OrderStore(StorageClients storage, OutboxTiming outbox, TimeProvider clock) : IOrderStore
{
    private readonly TableClient _table = storage.Table(TableNames.Orders);

    public async Task<OrderSnapshot?> ReadAsync(string orderId, CancellationToken cancellationToken)
    {
        var rows = await ReadRowsAsync(_table, orderId, cancellationToken);
        if (!rows.TryGetValue(Keys.Order(orderId), out var order))
            return null;
        return new OrderSnapshot(
            OrderRows.Order(order),
            order.ETag.ToString(),
            [.. Of(rows, $"{orderId}|event|").Select(OrderRows.Event)],
            [.. Of(rows, $"{orderId}|delivery|").Select(DeliveryRows.Delivery)]
        );
    }

    public async Task<OrderWritten?> TryWriteAsync(OrderSnapshot? before, OrderCommit commit, CancellationToken cancellationToken)
    {
        var row = OrderRows.Order(commit.Order);
        List<TableTransactionAction> actions =
        [
            before is null ? new(TableTransactionActionType.Add, row) : new(TableTransactionActionType.UpdateReplace, row, new ETag(before.Revision)),
            .. Owed(commit),
            // What only moves its work is in no list.
            .. before is not null && commit.Order.UpdatedAt == before.Order.UpdatedAt && commit.Event is null
                ? []
                : (TableTransactionAction[])[Recent(commit.Order)],
            .. Moved(commit.Order, before?.Order.NextAction, commit.Order.NextAction),
        ];
        if (await _table.TryWriteAsync(actions, cancellationToken) is not { } revisions)
            return null;
        Note(before?.Order, commit.Order);
        return new OrderWritten(
            $"{revisions[0]}",
            [
                .. from one in commit.Deliveries
                let key = Keys.Delivery(commit.Order.Id, one.Delivery.Endpoint)
                select new Versioned<Delivery>(one.Delivery, $"{revisions[actions.FindIndex(action => action.Entity.RowKey == key)]}"),
            ]
        );
    }

    public Task RecordAsync(string orderId, OrderChange change, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(OrderRows.Change(orderId, change), TableUpdateMode.Replace, cancellationToken);

    public async Task DeadLetterActionAsync(string orderId, ActionKind what, CancellationToken cancellationToken)
    {
        // Others may change the order at the same time; whatever work they leave behind is what becomes a dead letter.
        string? seen = null;
        while (
            await ReadAsync(orderId, cancellationToken) is { Order: { NextAction: { IsDeadLetter: false } action } order } snapshot
            && action.What == what
        )
        {
            var dead = order with { NextAction = action with { IsDeadLetter = true } };
            List<TableTransactionAction> actions =
            [
                new(TableTransactionActionType.UpdateReplace, OrderRows.Order(dead), new ETag(snapshot.Revision)),
            ];
            // When nothing has changed since the last try, it is the outbox entry that is gone: somebody deleted it by hand.
            actions.AddRange(Moved(dead, snapshot.Revision == seen ? null : action, dead.NextAction));
            if (await _table.TrySubmitAsync(actions, cancellationToken))
            {
                HubMetrics.DeadLettered(ActionEnvelope.QueueOf(orderId));
                return;
            }

            seen = snapshot.Revision;
        }
    }

    /// <summary>All rows of an order by their keys, in one range read.</summary>
    internal static async Task<SortedDictionary<string, TableEntity>> ReadRowsAsync(
        TableClient table,
        string orderId,
        CancellationToken cancellationToken
    )
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

    /// <summary>Counts what was written; a write whose answer was lost is not counted, and is rare.</summary>
    private static void Note(Order? before, Order after)
    {
        if (before?.Status != after.Status)
        {
            HubMetrics.OrderMoved(
                SnakeCaseEnum.Of(after.Kind),
                after.Provider,
                before is null ? "none" : SnakeCaseEnum.Of(before.Status),
                SnakeCaseEnum.Of(after.Status)
            );
        }

        if (after.ReviewReason is { } reason && before?.ReviewReason != reason)
            HubMetrics.ReviewBegan(SnakeCaseEnum.Of(after.Kind), SnakeCaseEnum.Of(reason));
    }

    /// <summary>The integrity check holds the order against its lists, and removes the row.</summary>
    private static TableTransactionAction Recent(Order order) =>
        new(TableTransactionActionType.UpsertReplace, new TableEntity(Keys.OrderBucket(order.Id), Keys.RecentChange(order)));

    /// <summary>The outbox entries that a change of an order's work adds and removes.</summary>
    private IEnumerable<TableTransactionAction> Moved(Order order, ScheduledAction? before, ScheduledAction? after)
    {
        var orderId = order.Id;
        var bucket = Keys.OrderBucket(orderId);
        var (kept, owed) = (Keys.Action(orderId, before), Keys.Action(orderId, after));
        // A transaction may contain a row only once: an outbox entry whose time does not change is left alone.
        if (kept == owed)
            yield break;
        if (kept is not null)
            yield return new(TableTransactionActionType.Delete, new TableEntity(bucket, kept), ETag.All);
        if (owed is null)
            yield break;
        if (after!.IsDeadLetter)
        {
            yield return new(TableTransactionActionType.UpsertReplace, new TableEntity(bucket, owed) { ["DeadLetteredAt"] = clock.GetUtcNow() });
            yield break;
        }

        var entry = OutboxEntry.Row(bucket, owed, ActionEnvelope.QueueOf(orderId), after.DueAt, clock.GetUtcNow(), outbox.Grace);
        OrderRows.Describe(entry, order);
        yield return new(TableTransactionActionType.Add, entry);
    }

    private IEnumerable<TableTransactionAction> Owed(OrderCommit commit)
    {
        if (commit.Event is { } stored)
            yield return new(TableTransactionActionType.Add, OrderRows.Event(stored));
        // No proof of anything and so no insert: one source may bring the same again within a millisecond.
        if (commit.Change is { } change)
            yield return new(TableTransactionActionType.UpsertReplace, OrderRows.Change(commit.Order.Id, change));
        if (commit.IndexOwedAt is { } owedAt)
        {
            yield return new(
                TableTransactionActionType.UpsertReplace,
                OutboxEntry.Row(
                    Keys.OrderBucket(commit.Order.Id),
                    Keys.OutboxEntry(Keys.Due, owedAt, commit.Order.Id, Keys.List),
                    QueueNames.Webhooks,
                    owedAt,
                    clock.GetUtcNow(),
                    outbox.Grace
                )
            );
        }

        foreach (var (delivery, before) in commit.Deliveries)
        {
            var row = DeliveryRows.Delivery(commit.Order.Id, delivery);
            yield return before is null
                ? new(TableTransactionActionType.Add, row)
                : new(TableTransactionActionType.UpdateReplace, row, new ETag(before.Revision));
            foreach (var entry in DeliveryRows.OutboxEntries(commit.Order, before?.Value, delivery, clock.GetUtcNow(), outbox.Grace))
                yield return entry;
        }
    }
}
