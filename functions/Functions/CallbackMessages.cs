using Microsoft.Extensions.Logging;
using PaymentHub.Callbacks;
using PaymentHub.Operations;
using PaymentHub.Storage;
using PaymentHub.Telemetry;

namespace PaymentHub.Functions;

/// <summary>From a queue message to the callback it calls for.</summary>
public sealed partial class CallbackMessages(ICallbackStore store, CallbackProcessor processor, AccountsHeard heard, ILogger<CallbackMessages> logger)
{
    /// <summary>Processes the callback of a message.</summary>
    /// <exception cref="FormatException">It is not one of our messages.</exception>
    public async Task ProcessAsync(string message, int dequeueCount, CancellationToken cancellationToken)
    {
        var envelope = CallbackEnvelope.Parse(message);
        using var span = HubTrace.Begin(logger, "process callback", envelope.Trace, ("Callback", envelope.Id));
        try
        {
            await ProcessAsync(envelope, dequeueCount, span, cancellationToken);
        }
        catch (Exception e) when (StorageFaults.IsUnavailable(e))
        {
            // If thrown on, it would be retried at once and end in quarantine within seconds. The outbox entry exists: the outbox relay wakes it.
            Log.StorageUnavailable(logger, envelope.Id, e.GetBaseException().Message);
        }
    }

    private async Task ProcessAsync(CallbackEnvelope envelope, int dequeueCount, HubSpan span, CancellationToken cancellationToken)
    {
        // What the message carries is only good the first time: since then the callback may have been concluded or postponed.
        var first = dequeueCount <= 1 ? envelope.Received : null;
        if ((first ?? await store.ReadPendingAsync(new CallbackId(envelope.Id), cancellationToken)) is not { } received)
            return;
        span.About("Account", received.AccountId);
        await processor.ProcessAsync(received, isRetry: first is null, cancellationToken);
        await heard.NoteAsync(received.AccountId, received.Callback.ReceivedAt, cancellationToken);
    }

    /// <summary>Puts the callback of a message that kept failing into quarantine, where it stays until an operator replays it.</summary>
    public async Task QuarantineAsync(string message, CancellationToken cancellationToken)
    {
        try
        {
            var id = new CallbackId(CallbackEnvelope.Parse(message).Id);
            if (await store.ReadPendingAsync(id, cancellationToken) is not { } received)
                return;
            await store.ConcludeAsync(received, CallbackOutcome.Poison, cancellationToken);
            Log.Quarantined(logger, received.AccountId, id);
        }
        catch (FormatException e)
        {
            // Nothing is lost with it: a message only wakes what is stored in a table.
            Log.Dropped(logger, QueueNames.CallbacksPoison, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Account {Account}: callback {Callback} kept failing and is in quarantine as poison.")]
        public static partial void Quarantined(ILogger logger, string account, CallbackId callback);

        [LoggerMessage(2, LogLevel.Error, "A message in {Queue} was dropped: {Reason}")]
        public static partial void Dropped(ILogger logger, string queue, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Callback {Callback} waits for the outbox relay, for storage is unavailable: {Reason}")]
        public static partial void StorageUnavailable(ILogger logger, string callback, string reason);
    }
}
