using Azure;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging;
using PaymentHub.Callbacks;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Telemetry;
using PaymentHub.Webhooks;

namespace PaymentHub.Operations;

/// <summary>
/// Sends wake-up calls. A message never expires: one that is hidden for long, or waits behind an outage, is still correct. But no call has to arrive,
/// because the work is in an outbox entry and the outbox relay wakes it.
/// </summary>
public sealed partial class WakeUpQueues(StorageClients storage, TimeProvider clock, ILogger<WakeUpQueues> logger)
    : ICallbackQueue,
        IDeliveryQueue,
        IActionQueue,
        IReconciliationQueue
{
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    private readonly QueueClient _callbacks = storage.Queue(QueueNames.Callbacks);
    private readonly QueueClient _webhooks = storage.Queue(QueueNames.Webhooks);

    public Task<bool> TryWakeAsync(ReceivedCallback callback, CancellationToken cancellationToken)
    {
        var first = callback is { Postponed: 0, Unconfirmed: 0 };
        return TrySendAsync(
            _callbacks,
            first ? CallbackEnvelope.Whole(callback) : CallbackEnvelope.KeyOnly(callback.Id.Text, HubTrace.Current),
            callback.DueAt,
            cancellationToken
        );
    }

    public Task WakeAsync(WakeUp wakeUp, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        TrySendAsync(storage.Queue(ActionEnvelope.QueueOf(wakeUp.OrderId)), ActionEnvelope.Write(wakeUp), dueAt, cancellationToken);

    public Task WakeAsync(DeliveryWakeUp wakeUp, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        TrySendAsync(_webhooks, DeliveryEnvelope.Write(wakeUp), dueAt, cancellationToken);

    public Task<bool> TryCallAsync(string key, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        TrySendAsync(storage.Queue(QueueNames.Reconciliations), ReconciliationCall.Write(key), dueAt, cancellationToken);

    private async Task<bool> TrySendAsync(QueueClient queue, BinaryData message, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!OutboxEntry.HasWakeUp(dueAt, now))
            return true; // So far ahead the outbox entry alone wakes it: see OutboxEntry.LongestWakeUp.
        try
        {
            await queue.SendMessageAsync(message, OutboxEntry.Hiding(dueAt, now), Never, cancellationToken);
            return true;
        }
        // Whatever the failure, even a queue that is gone or forbidden: the outbox entry exists, and the sender of a callback must get its
        // acknowledgement.
        catch (Exception e) when (e is RequestFailedException || StorageFaults.IsUnavailable(e))
        {
            Log.NotSent(logger, queue.Name, e.GetBaseException().Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A wake-up call for queue {Queue} could not be sent; the outbox relay repeats it. {Reason}")]
        public static partial void NotSent(ILogger logger, string queue, string reason);
    }
}

/// <summary>How long our queues are, and how long their messages wait.</summary>
public sealed class QueueDepths(StorageClients storage)
{
    /// <summary>All queues; there are few.</summary>
    public async Task<ListPage<QueueDepth>> ListAsync(CancellationToken cancellationToken) =>
        new(await Task.WhenAll(QueueNames.All.Select(name => ReadAsync(name, cancellationToken))), null);

    private async Task<QueueDepth> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var queue = storage.Queue(name);
        var properties = await queue.GetPropertiesAsync(cancellationToken);
        var first = await queue.PeekMessagesAsync(1, cancellationToken);
        return new QueueDepth(name, properties.Value.ApproximateMessagesCount, first.Value is [var oldest, ..] ? oldest.InsertedOn : null);
    }
}

/// <summary>How a queue is.</summary>
/// <param name="Messages">About how many messages it has, hidden ones included.</param>
/// <param name="OldestAt">When the first visible one was sent; null when none is visible.</param>
public sealed record QueueDepth(string Queue, int Messages, DateTimeOffset? OldestAt);
