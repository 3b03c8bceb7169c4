using Azure.Data.Tables;
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
/// Wakes outbox entries that nobody has fulfilled in time: their message was lost, hangs behind a dead instance (the platform hides it for
/// ten minutes), or was never sent because the time was far off. It only wakes; the work itself is where the message goes.
/// </summary>
public sealed partial class OutboxRelay(
    StorageClients storage,
    MerchantDirectory directory,
    HubGauges gauges,
    TimeProvider clock,
    ILogger<OutboxRelay> logger
)
{
    private const int BucketsAtOnce = 8;
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    private readonly LateEntries _late = new(gauges);

    /// <summary>One pass over every bucket.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await WakeAsync(TableNames.Callbacks, Keys.Pending, QueueNames.Callbacks, WakeCallback, cancellationToken);
        await WakeAsync(TableNames.Orders, Keys.Due, QueueNames.Webhooks, WakeDelivery, cancellationToken);
        await WakeAsync(TableNames.Orders, Keys.Due, ActionEnvelope.QueueOf(OrderKind.Withdrawal), WakeAction, cancellationToken);
        await WakeAsync(TableNames.Orders, Keys.Due, ActionEnvelope.QueueOf(OrderKind.Deposit), WakeAction, cancellationToken);
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
        string tableName,
        string kind,
        string queueName,
        Func<string[], string?, DateTimeOffset, BinaryData?> message,
        CancellationToken cancellationToken
    )
    {
        var table = storage.Table(tableName);
        var late = await FindLateAsync(table, kind, queueName, cancellationToken);
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
        foreach (var entry in late)
        {
            var heldUntil = clock.GetUtcNow() + OutboxEntry.Repeat(entry, directory.Settings.Outbox.Repeat);
            if (
                message(OutboxEntry.Parts(entry.RowKey), entry.GetString(OutboxEntry.Trace), heldUntil) is not { } call
                || !await OutboxEntry.TryMarkAsync(table, entry, heldUntil, cancellationToken)
            )
            {
                continue;
            }

            await queue.SendMessageAsync(call, null, Never, cancellationToken);
            woken++;
        }

        if (woken > 0)
        {
            HubMetrics.Relayed(queueName, woken);
            Log.Woken(logger, woken, queueName);
        }
    }

    private async Task<List<TableEntity>> FindLateAsync(TableClient table, string kind, string queueName, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var max = directory.Settings.Outbox.MaxWakes;
        var found = new List<TableEntity>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = BucketsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            0,
            Keys.Buckets,
            options,
            async (number, token) =>
            {
                // Whatever is beyond the limit is later's turn, for the ones woken now drop out of the filter.
                var filter = OutboxEntry.Late(Keys.Bucket(number), kind, queueName, now);
                await foreach (var entry in table.QueryAsync<TableEntity>(filter, Math.Min(max, 1000), cancellationToken: token).Take(max))
                {
                    lock (found)
                        found.Add(entry);
                }
            }
        );

        return [.. found.OrderBy(entry => entry.RowKey, StringComparer.Ordinal).Take(max)];
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The outbox relay woke {Woken} outbox entries for queue {Queue} that nobody had kept in time.")]
        public static partial void Woken(ILogger logger, int woken, string queue);

        [LoggerMessage(2, LogLevel.Warning, "Queue {Queue} has {Waiting} messages; the outbox relay leaves {Late} late entries to them.")]
        public static partial void QueueIsLong(ILogger logger, string queue, int waiting, int late);
    }
}
