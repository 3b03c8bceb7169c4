using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging;
using PaymentHub.Callbacks;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Telemetry;
using PaymentHub.Webhooks;

namespace PaymentHub.Operations;

/// <summary>
/// Wakes outbox entries that nobody has completed in time: their message was lost, hangs behind a dead instance (the platform hides it for ten
/// minutes), or was never sent because the time was far off. It only wakes; the receiver of the message does the work.
/// </summary>
public sealed partial class OutboxRelay(
    StorageClients storage,
    MerchantDirectory directory,
    HubGauges gauges,
    TimeProvider clock,
    ILogger<OutboxRelay> logger
)
{
    private const int BatchesAtOnce = 8;
    private const int SendsAtOnce = 4;

    /// <summary>As many as a transaction takes.</summary>
    private const int MaxBatch = 100;

    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    private static readonly string Withdrawals = ActionEnvelope.QueueOf(OrderKind.Withdrawal);
    private static readonly string Deposits = ActionEnvelope.QueueOf(OrderKind.Deposit);

    private readonly LateEntries _late = new(gauges);
    private readonly OutboxScan _callbacks = new(storage.Table(TableNames.Callbacks), Keys.Pending, [QueueNames.Callbacks]);
    private readonly OutboxScan _orders = new(storage.Table(TableNames.Orders), Keys.Due, [QueueNames.Webhooks, Withdrawals, Deposits]);

    /// <summary>One pass over every bucket in which something may be late.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var timing = directory.Settings.Outbox;
        var callbacks = await _callbacks.FindLateAsync(timing, clock.GetUtcNow(), cancellationToken);
        await WakeAsync(_callbacks.Table, QueueNames.Callbacks, callbacks, WakeCallback, cancellationToken);
        var orders = await _orders.FindLateAsync(timing, clock.GetUtcNow(), cancellationToken);
        await WakeAsync(_orders.Table, QueueNames.Webhooks, orders, WakeDelivery, cancellationToken);
        await WakeAsync(_orders.Table, Withdrawals, orders, WakeAction, cancellationToken);
        await WakeAsync(_orders.Table, Deposits, orders, WakeAction, cancellationToken);
    }

    /// <summary>
    /// Wakes an order's entry that was just written without a message: a pass need not look into its bucket for a while. When
    /// storage fails meanwhile, one finds it all the same.
    /// </summary>
    public async Task WakeAsync(string bucket, string rowKey, CancellationToken cancellationToken)
    {
        try
        {
            var found = await _orders.Table.GetEntityIfExistsAsync<TableEntity>(bucket, rowKey, cancellationToken: cancellationToken);
            if (found is not { HasValue: true, Value: { } entry })
                return;
            var queueName = entry.GetString(OutboxEntry.Queue);
            var message = queueName == QueueNames.Webhooks ? (Func<string[], string?, DateTimeOffset, BinaryData?>)WakeDelivery : WakeAction;
            await WakeAsync(_orders.Table, storage.Queue(queueName), [entry], message, cancellationToken);
        }
        catch (Exception e) when (StorageFaults.IsUnavailable(e))
        {
            Log.NotWoken(logger, rowKey, e.GetBaseException().Message);
        }
    }

    private static BinaryData? WakeCallback(string[] entry, string? trace, DateTimeOffset heldUntil) => CallbackEnvelope.KeyOnly(entry[2], trace);

    private static BinaryData? WakeDelivery(string[] entry, string? trace, DateTimeOffset heldUntil) =>
        entry switch
        {
            [_, _, var orderId, "deliver", var endpoint] => DeliveryEnvelope.Write(
                new(orderId, endpoint, Version: null, Attempt: 0, heldUntil) { Trace = trace }
            ),
            [_, _, var orderId, Keys.List] => ReindexEnvelope.Write(orderId, string.Join('|', entry), trace),
            _ => null,
        };

    private static BinaryData? WakeAction(string[] entry, string? trace, DateTimeOffset heldUntil) =>
        entry is [_, _, var orderId, var word] && SnakeCaseEnum.TryParse<ActionKind>(word, out var what)
            ? ActionEnvelope.Write(new(orderId, what, DueAt: null) { Trace = trace })
            : null;

    private async Task WakeAsync(
        TableClient table,
        string queueName,
        ILookup<string, TableEntity> found,
        Func<string[], string?, DateTimeOffset, BinaryData?> message,
        CancellationToken cancellationToken
    )
    {
        List<TableEntity> late = [.. found[queueName]];
        await _late.NoteAsync(table, queueName, late, cancellationToken);
        if (late.Count == 0)
            return;

        var queue = storage.Queue(queueName);
        var waiting = (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
        if (waiting > directory.Settings.Outbox.QueueLimit)
        {
            // The messages are there, only not worked off: more of them would make it worse.
            Log.QueueIsLong(logger, queueName, waiting, late.Count);
            return;
        }

        var woken = 0;
        await Parallel.ForEachAsync(
            late.GroupBy(entry => entry.PartitionKey).SelectMany(bucket => bucket.Chunk(MaxBatch)),
            new ParallelOptions { MaxDegreeOfParallelism = BatchesAtOnce, CancellationToken = cancellationToken },
            async (batch, token) => Interlocked.Add(ref woken, await WakeAsync(table, queue, batch, message, token))
        );
        if (woken > 0)
        {
            HubMetrics.Relayed(queueName, woken);
            Log.Woken(logger, woken, queueName);
        }
    }

    private async Task<int> WakeAsync(
        TableClient table,
        QueueClient queue,
        TableEntity[] batch,
        Func<string[], string?, DateTimeOffset, BinaryData?> message,
        CancellationToken cancellationToken
    )
    {
        var calls = new Dictionary<string, BinaryData>(StringComparer.Ordinal);
        var wakes = new List<(TableEntity Entry, DateTimeOffset HeldUntil)>();
        foreach (var entry in batch)
        {
            var heldUntil = clock.GetUtcNow() + OutboxEntry.Repeat(entry, directory.Settings.Outbox.Repeat);
            if (message(OutboxEntry.Parts(entry.RowKey), entry.GetString(OutboxEntry.Trace), heldUntil) is not { } call)
                continue;
            calls[entry.RowKey] = call;
            wakes.Add((entry, heldUntil));
        }

        var marked = await OutboxEntry.MarkAsync(table, wakes, cancellationToken);
        await Parallel.ForEachAsync(
            marked,
            new ParallelOptions { MaxDegreeOfParallelism = SendsAtOnce, CancellationToken = cancellationToken },
            async (entry, token) => await queue.SendMessageAsync(calls[entry.RowKey], null, Never, token)
        );
        return marked.Count;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The outbox relay woke {Woken} late outbox entries for queue {Queue}.")]
        public static partial void Woken(ILogger logger, int woken, string queue);

        [LoggerMessage(3, LogLevel.Warning, "The outbox entry {Entry} could not be woken at once; a later pass wakes it. {Reason}")]
        public static partial void NotWoken(ILogger logger, string entry, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Queue {Queue} has {Waiting} messages; the outbox relay leaves {Late} late entries to them.")]
        public static partial void QueueIsLong(ILogger logger, string queue, int waiting, int late);
    }
}
