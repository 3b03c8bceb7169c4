using Azure;
using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage.Operations;
using PaymentHub.Webhooks;

namespace PaymentHub.Storage;

/// <summary>What is owed to webhook endpoints, in the same partitions as the orders.</summary>
public sealed class DeliveryStore(StorageClients storage, MerchantDirectory directory, TimeProvider clock) : IDeliveryStore
{
    private readonly TableClient _table = storage.Table(TableNames.Orders);

    public async Task<OwedWebhook?> ReadAsync(string orderId, string endpoint, CancellationToken cancellationToken)
    {
        var rows = await OrderStore.ReadRowsAsync(_table, orderId, cancellationToken);
        if (!rows.TryGetValue(Keys.Delivery(orderId, endpoint), out var row) || !rows.TryGetValue(Keys.Order(orderId), out var order))
            return null;
        var stored = OrderRows.Delivery(row);
        var next = stored.Delivery.IsOwed ? OrderRows.Event(rows[Keys.Event(orderId, stored.Delivery.NextVersion)]) : null;
        return new OwedWebhook(orderId, OrderRows.Order(order).MerchantId, stored, next);
    }

    public async Task<bool> TryRecordAsync(OwedWebhook before, Attempt attempt, Delivery after, CancellationToken cancellationToken)
    {
        var row = AttemptRow(before, attempt);
        List<TableTransactionAction> actions = [new(TableTransactionActionType.Add, row), .. Move(before, after)];
        if (after.GivenUp > before.Stored.Delivery.GivenUp)
            actions.Add(new(TableTransactionActionType.Add, FailedWebhooks.Row(before, attempt)));
        if (await _table.TrySubmitAsync(actions, cancellationToken))
            return true;

        // The attempt's row is never changed by anybody, so it tells whether the write that failed was in fact done.
        var written = await _table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
        return written.HasValue && written.Value!.GetString("Id") == attempt.Id;
    }

    public Task<bool> TryMoveAsync(OwedWebhook before, Delivery after, CancellationToken cancellationToken) =>
        _table.TrySubmitAsync(Move(before, after), cancellationToken);

    public async Task SetAsideAsync(string orderId, string endpoint, CancellationToken cancellationToken)
    {
        // Others may move the delivery at the same time; whatever they leave behind is what gets set aside.
        string? seen = null;
        while (await ReadAsync(orderId, endpoint, cancellationToken) is { Event: not null, Stored: { Delivery: { Stuck: false } delivery } stored })
        {
            var row = OrderRows.Delivery(orderId, delivery with { Stuck = true });
            var dueAt = delivery.DueAt ?? clock.GetUtcNow();
            List<TableTransactionAction> actions =
            [
                new(TableTransactionActionType.UpdateReplace, row, new ETag(stored.Revision)),
                new(TableTransactionActionType.UpsertReplace, new TableEntity(row.PartitionKey, Keys.Promise(Keys.Stuck, dueAt, orderId, Keys.Deliver(endpoint))) { ["SetAsideAt"] = clock.GetUtcNow() }),
            ];
            // When nothing has moved since the last try, it is the promise that is gone: somebody deleted it by hand.
            if (stored.Revision != seen)
                actions.Add(new(TableTransactionActionType.Delete, new TableEntity(row.PartitionKey, DueKey(orderId, endpoint, dueAt)), ETag.All));
            if (await _table.TrySubmitAsync(actions, cancellationToken))
                return;
            seen = stored.Revision;
        }
    }

    private List<TableTransactionAction> Move(OwedWebhook before, Delivery after)
    {
        var delivery = before.Stored.Delivery;
        var row = OrderRows.Delivery(before.OrderId, after);
        List<TableTransactionAction> actions = [new(TableTransactionActionType.UpdateReplace, row, new ETag(before.Stored.Revision))];
        var kept = delivery.DueAt is { } was ? DueKey(before.OrderId, delivery.Endpoint, was) : null;
        var owed = after.DueAt is { } next ? DueKey(before.OrderId, after.Endpoint, next) : null;
        // A transaction may name a row only once: a promise that stays at its time stays as it is.
        if (kept == owed)
            return actions;
        if (kept is not null)
            actions.Add(new(TableTransactionActionType.Delete, new TableEntity(row.PartitionKey, kept), ETag.All));
        if (owed is not null)
            actions.Add(new(TableTransactionActionType.Add, Promise.Row(row.PartitionKey, owed, after.DueAt!.Value, clock.GetUtcNow(), directory.Settings.SweepGrace)));
        return actions;
    }

    private static string DueKey(string orderId, string endpoint, DateTimeOffset dueAt) => Keys.Promise(Keys.Due, dueAt, orderId, Keys.Deliver(endpoint));

    private static TableEntity AttemptRow(OwedWebhook owed, Attempt attempt) => new(
        Keys.OrderBucket(owed.OrderId),
        Keys.Attempt(owed.OrderId, owed.Stored.Delivery.Endpoint, owed.Stored.Delivery.NextVersion, attempt.Number))
    {
        ["Id"] = attempt.Id,
        ["At"] = attempt.At,
        ["DurationMs"] = attempt.Duration.TotalMilliseconds,
        ["Status"] = attempt.Answer.Status,
        ["Error"] = attempt.Answer.Error,
        ["Answer"] = attempt.Answer.Body,
    };
}
