using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Providers;

namespace PaymentHub.Callbacks;

/// <summary>
/// Takes callbacks in: looks at the shape, stores, calls the processing awake, acknowledges; in this order, and nothing more.
/// An acknowledgement is a receipt for money, so it is given only for what is durably stored.
/// </summary>
public sealed partial class CallbackDoor(ICallbackStore store, ICallbackQueue queue, TimeProvider clock, ILogger<CallbackDoor> logger)
{
    /// <summary>The largest body that is taken in, in bytes. The providers' callbacks have about 500.</summary>
    public const int MaxBody = 32 * 1024;

    /// <summary>Takes in one callback of an account.</summary>
    public async Task<DoorAnswer> ReceiveAsync(Account account, Callback callback, CancellationToken cancellationToken)
    {
        var received = new ReceivedCallback(CallbackId.New(callback.ReceivedAt), account.Id, callback, callback.ReceivedAt);
        var shape = account.Provider.CheckShape(callback);
        if (shape != CallbackShape.Acceptable)
        {
            // Kept all the same: a provider that changes its format must not lose payments unseen.
            var outcome = CallbackOutcome.Refused(CallbackVerdict.Malformed, shape == CallbackShape.Malformed
                ? "Refused at the door: it lacks what every callback of this provider has."
                : "Refused at the door: another media type than this provider sends.");
            await store.KeepRefusedAsync(received, outcome, cancellationToken);
            Log.RefusedAtDoor(logger, account.Id, received.Id, shape);
            return new DoorAnswer(shape == CallbackShape.Malformed ? 400 : 415);
        }

        var started = clock.GetTimestamp();
        await store.AcceptAsync(received, cancellationToken);
        // From here on it is ours: a caller who hangs up now must not keep the processing from being called awake.
        if (!await queue.TryWakeAsync(received, CancellationToken.None))
            Log.NotWoken(logger, account.Id, received.Id);
        Log.Received(logger, account.Id, received.Id, callback.Body.Length, clock.GetElapsedTime(started).TotalMilliseconds);
        return new DoorAnswer(200, account.Provider.Acknowledgement);
    }

    /// <summary>
    /// Keeps a callback of an account whose settings are broken, unread and unacknowledged: it waits until the account is back. Its provider may
    /// send it again, which changes nothing.
    /// </summary>
    public async Task HoldAsync(string accountId, Callback callback, CancellationToken cancellationToken)
    {
        var received = new ReceivedCallback(CallbackId.New(callback.ReceivedAt), accountId, callback, callback.ReceivedAt);
        await store.AcceptAsync(received, cancellationToken);
        Log.Held(logger, accountId, received.Id);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Account {Account}: callback {Callback} received, {Bytes} bytes, stored in {Milliseconds:0} ms.")]
        public static partial void Received(ILogger logger, string account, CallbackId callback, int bytes, double milliseconds);

        [LoggerMessage(2, LogLevel.Warning, "Account {Account}: callback {Callback} refused at the door: {Shape}.")]
        public static partial void RefusedAtDoor(ILogger logger, string account, CallbackId callback, CallbackShape shape);

        [LoggerMessage(3, LogLevel.Warning, "Account {Account}: callback {Callback} is stored but its queue message could not be sent; the sweep will wake it.")]
        public static partial void NotWoken(ILogger logger, string account, CallbackId callback);

        [LoggerMessage(4, LogLevel.Error, "Account {Account}: callback {Callback} is kept and waits, for the account's settings have mistakes.")]
        public static partial void Held(ILogger logger, string account, CallbackId callback);
    }
}
