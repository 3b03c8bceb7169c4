using Azure;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging;
using PaymentHub.Callbacks;
using PaymentHub.Orders;
using PaymentHub.Webhooks;

namespace PaymentHub.Storage;

/// <summary>
/// Sends wake-up calls. A message never expires: one that hides for long, or waits behind an outage, is still right. But no
/// call has to arrive, for what is owed stands in a promise row and the sweep wakes it.
/// </summary>
public sealed partial class WakeQueues(StorageClients storage, TimeProvider clock, ILogger<WakeQueues> logger) : ICallbackQueue, IDeliveryQueue, IWorkQueue
{
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    private readonly QueueClient _callbacks = storage.Queue(QueueNames.Callbacks);
    private readonly QueueClient _webhooks = storage.Queue(QueueNames.Webhooks);

    public Task<bool> TryWakeAsync(ReceivedCallback callback, CancellationToken cancellationToken)
    {
        var first = callback is { Postponed: 0, Unconfirmed: 0 };
        return TryCallAsync(_callbacks, first ? CallbackEnvelope.Whole(callback) : CallbackEnvelope.KeyOnly(callback.Id.Text), callback.DueAt, cancellationToken);
    }

    public Task WakeAsync(WorkCall call, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        TryCallAsync(storage.Queue(QueueNames.Of(call.OrderId)), WorkEnvelope.Write(call), dueAt, cancellationToken);

    public Task WakeAsync(DeliveryCall call, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        TryCallAsync(_webhooks, DeliveryEnvelope.Write(call), dueAt, cancellationToken);

    private async Task<bool> TryCallAsync(QueueClient queue, BinaryData message, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!Promise.HasCall(dueAt, now))
            return true; // So far ahead the promise row alone wakes it: see Promise.LongestCall.
        try
        {
            await queue.SendMessageAsync(message, Promise.Hiding(dueAt, now), Never, cancellationToken);
            return true;
        }
        // Whatever storage has against the call, even a queue that is gone or forbidden: the promise stands, and who waits for our
        // receipt of a callback must get it.
        catch (Exception e) when (e is RequestFailedException || StorageFaults.IsUnavailable(e))
        {
            Log.NotSent(logger, queue.Name, e.GetBaseException().Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A wake-up call for queue {Queue} could not be sent; the sweep will make it. {Reason}")]
        public static partial void NotSent(ILogger logger, string queue, string reason);
    }
}
