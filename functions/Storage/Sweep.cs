using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Storage;

/// <summary>
/// Wakes promises that nobody has kept in time: their message was lost, hangs behind a dead instance (the platform hides it for
/// ten minutes), or was never sent because the time was far off. It only wakes; the work itself is where the message goes.
/// </summary>
public sealed partial class Sweep(StorageClients storage, MerchantDirectory directory, TimeProvider clock, ILogger<Sweep> logger)
{
    private const int BucketsAtOnce = 8;
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    /// <summary>One pass over every bucket.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await WakeAsync(TableNames.Callbacks, Keys.Pending, QueueNames.Callbacks, WakeCallback, cancellationToken);
        await WakeAsync(TableNames.Orders, Keys.Due, QueueNames.Webhooks, WakeDelivery, cancellationToken);
        await WakeAsync(TableNames.Orders, Keys.Due, QueueNames.Of(OrderKind.Withdrawal), WakeWork, cancellationToken);
        await WakeAsync(TableNames.Orders, Keys.Due, QueueNames.Of(OrderKind.Deposit), WakeWork, cancellationToken);
    }

    private static BinaryData? WakeCallback(string[] promise, DateTimeOffset heldUntil) => CallbackEnvelope.KeyOnly(promise[2]);

    private static BinaryData? WakeDelivery(string[] promise, DateTimeOffset heldUntil) => promise switch
    {
        [_, _, var orderId, "deliver", var endpoint] => DeliveryEnvelope.Write(new(orderId, endpoint, Version: null, Attempt: 0, heldUntil)),
        [_, _, var orderId, Keys.List] => RelistEnvelope.Write(orderId, string.Join('|', promise)),
        _ => null,
    };

    private static BinaryData? WakeWork(string[] promise, DateTimeOffset heldUntil) =>
        promise is [_, _, var orderId, var word] && Words.TryParse<WorkKind>(word, out var what) ? WorkEnvelope.Write(new(orderId, what, DueAt: null)) : null;

    private async Task WakeAsync(string tableName, string kind, string queueName, Func<string[], DateTimeOffset, BinaryData?> message, CancellationToken cancellationToken)
    {
        var table = storage.Table(tableName);
        var late = await FindLateAsync(table, kind, queueName, cancellationToken);
        if (late.Count == 0)
            return;

        var queue = storage.Queue(queueName);
        var waiting = (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
        if (waiting > directory.Settings.SweepQueueLimit)
        {
            // The messages are there, only not worked off: more of them would make it worse.
            Log.QueueIsLong(logger, queueName, waiting, late.Count);
            return;
        }

        var woken = 0;
        foreach (var promise in late)
        {
            var heldUntil = clock.GetUtcNow() + Promise.Repeat(promise, directory.Settings.SweepRepeat);
            if (message(Promise.Parts(promise.RowKey), heldUntil) is not { } call || !await Promise.TryMarkAsync(table, promise, heldUntil, cancellationToken))
                continue;
            await queue.SendMessageAsync(call, null, Never, cancellationToken);
            woken++;
        }

        if (woken > 0)
            Log.Woken(logger, woken, queueName);
    }

    private async Task<List<TableEntity>> FindLateAsync(TableClient table, string kind, string queueName, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var most = directory.Settings.SweepMaxWakes;
        var found = new List<TableEntity>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = BucketsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, Keys.Buckets, options, async (number, token) =>
        {
            // Whatever is beyond the limit is later's turn, for the ones woken now drop out of the filter.
            var filter = Promise.Late(Keys.Bucket(number), kind, queueName, now);
            await foreach (var promise in table.QueryAsync<TableEntity>(filter, Math.Min(most, 1000), cancellationToken: token).Take(most))
                lock (found)
                    found.Add(promise);
        });

        return [.. found.OrderBy(promise => promise.RowKey, StringComparer.Ordinal).Take(most)];
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The sweep woke {Woken} promises for queue {Queue} that nobody had kept in time.")]
        public static partial void Woken(ILogger logger, int woken, string queue);

        [LoggerMessage(2, LogLevel.Warning, "Queue {Queue} has {Waiting} messages; the sweep leaves {Late} late promises to them.")]
        public static partial void QueueIsLong(ILogger logger, string queue, int waiting, int late);
    }
}
