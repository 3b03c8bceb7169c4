using Azure;
using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Telemetry;

namespace PaymentHub.Webhooks;

/// <summary>The deliveries to webhook endpoints, in the same partitions as the orders.</summary>
public sealed class DeliveryStore(StorageClients storage, MerchantDirectory directory, TimeProvider clock) : IDeliveryStore
{
    private readonly TableClient _table = storage.Table(TableNames.Orders);

    public async Task<DeliverySnapshot?> ReadAsync(string orderId, CancellationToken cancellationToken)
    {
        var rows = await OrderStore.ReadRowsAsync(_table, orderId, cancellationToken);
        return rows.TryGetValue(Keys.Order(orderId), out var order)
            ? new DeliverySnapshot(
                OrderRows.Order(order),
                [.. OrderStore.Of(rows, $"{orderId}|event|").Select(OrderRows.Event)],
                [.. OrderStore.Of(rows, $"{orderId}|delivery|").Select(DeliveryRows.Delivery)],
                [.. OrderStore.Of(rows, $"{orderId}|attempt|").Select(DeliveryRows.Attempt)]
            )
            : null;
    }

    public async Task<bool> TryRecordAsync(DeliverySnapshot before, Attempt attempt, Delivery after, CancellationToken cancellationToken)
    {
        var row = DeliveryRows.Attempt(before.Order.Id, attempt);
        // The oldest are removed, so that an order has few rows however often an event is redelivered.
        var kept = before.AttemptsOf(attempt.Endpoint, attempt.Version);
        var forgotten = kept.Take(Math.Max(0, kept.Count + 1 - Attempt.MaxKept))
            .Select(old => new TableTransactionAction(
                TableTransactionActionType.Delete,
                new TableEntity(row.PartitionKey, DeliveryRows.Attempt(before.Order.Id, old).RowKey),
                ETag.All
            ));
        List<TableTransactionAction> actions = [new(TableTransactionActionType.Add, row), .. forgotten, .. Move(before, after)];
        if (after.Failed.Contains(attempt.Version) && before.Of(attempt.Endpoint)?.Value.Failed.Contains(attempt.Version) != true)
            actions.Add(new(TableTransactionActionType.UpsertReplace, FailedWebhooks.Row(before.Order, attempt)));
        if (!await _table.TrySubmitAsync(actions, cancellationToken))
        {
            // Nobody changes the attempt's row, so it shows whether the write that failed was in fact done.
            var written = await _table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
            if (!written.HasValue || written.Value!.GetString("Id") != attempt.Id)
                return false;
        }

        HubMetrics.Attempted(attempt.Answer.Outcome);
        if (attempt.Answer.IsDelivered && before.Event(attempt.Version)?.ReceivedAt is { } receivedAt)
            HubMetrics.Delivered(before.Order.Provider, clock.GetUtcNow() - receivedAt);
        return true;
    }

    public Task<bool> TryMoveAsync(DeliverySnapshot before, Delivery after, OrderChange? change, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> actions = [.. Move(before, after)];
        if (change is not null)
            actions.Add(new(TableTransactionActionType.UpsertReplace, OrderRows.Change(before.Order.Id, change)));
        return _table.TrySubmitAsync(actions, cancellationToken);
    }

    public async Task<bool> TryHoldAsync(DeliverySnapshot before, Delivery delivery, DateTimeOffset until, CancellationToken cancellationToken) =>
        DeliveryRows.EntryKey(before.Order, delivery) is { } key
        && await _table.TryUpdateAsync(
            new TableEntity(Keys.OrderBucket(before.Order.Id), key) { [OutboxEntry.WakeAt] = until },
            ETag.All,
            TableUpdateMode.Merge,
            cancellationToken
        );

    public async Task DeadLetterAsync(string orderId, string endpoint, CancellationToken cancellationToken)
    {
        // Others may change the delivery at the same time; its latest state becomes the dead letter.
        string? seen = null;
        while (
            await ReadAsync(orderId, cancellationToken) is { } snapshot
            && snapshot.Of(endpoint) is { Value: { IsOwed: true, IsDeadLetter: false } delivery } stored
        )
        {
            var dead = delivery.MarkDeadLetter(clock.GetUtcNow());
            // If nothing has changed since the last attempt, the outbox entry is gone: somebody deleted it by hand.
            var changes = Move(snapshot, dead).Where(change => stored.Revision != seen || change.ActionType != TableTransactionActionType.Delete);
            if (await _table.TrySubmitAsync([.. changes], cancellationToken))
            {
                HubMetrics.DeadLettered(QueueNames.Webhooks);
                return;
            }

            seen = stored.Revision;
        }
    }

    private IEnumerable<TableTransactionAction> Move(DeliverySnapshot before, Delivery after)
    {
        var row = DeliveryRows.Delivery(before.Order.Id, after);
        var existing = before.Of(after.Endpoint);
        return
        [
            existing is null
                ? new(TableTransactionActionType.Add, row)
                : new(TableTransactionActionType.UpdateReplace, row, new ETag(existing.Revision)),
            .. DeliveryRows.OutboxEntries(before.Order, existing?.Value, after, clock.GetUtcNow(), directory.Settings.Outbox.Grace),
        ];
    }
}
