using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Providers;

namespace PaymentHub.Callbacks;

/// <summary>
/// Receives callbacks: checks the form, stores, wakes the processing, acknowledges; in this order, and nothing more. An acknowledgement is a receipt
/// for money, so it is given only for what is durably stored. A body that was read completely is stored whether or not the caller still waits:
/// nothing here uses the caller's cancellation token.
/// </summary>
public sealed partial class CallbackReceiver(
    ICallbackStore store,
    ICallbackQueue queue,
    RefusalLimits limits,
    OwnDeadline deadline,
    TimeProvider clock,
    ILogger<CallbackReceiver> logger
)
{
    /// <summary>The largest accepted body, in bytes. The providers' callbacks have about 500.</summary>
    public const int MaxBody = 32 * 1024;

    /// <summary>Receives one callback of an account.</summary>
    public async Task<CallbackReceipt> ReceiveAsync(Account account, Callback callback)
    {
        var received = Received(account.Id, callback);
        var shape = callback.IsWhole ? account.Provider.CheckShape(callback) : CallbackShape.Malformed;
        // The only thing beyond its form that can be checked here without a call: whether it is signed. The verdict comes later.
        if ((shape != CallbackShape.Acceptable || !account.Provider.IsSigned(callback)) && limits.Wait(account.Id) is { } wait)
            return new CallbackReceipt(429, received.Id, RetryAfter: wait);
        if (shape != CallbackShape.Acceptable)
        {
            // Stored anyway: payments must not be lost unseen when a provider changes its format.
            var outcome = CallbackOutcome.Refused(
                CallbackVerdict.Malformed,
                shape == CallbackShape.Malformed
                    ? "Refused at receipt: it lacks what every callback of this provider has, or a header is too long."
                    : "Refused at receipt: another media type than this provider sends."
            );
            await deadline.RunAsync(OwnDeadline.Storing, token => store.KeepRefusedAsync(received, outcome, token));
            Log.RefusedAtReceipt(logger, account.Id, received.Id, shape);
            return new CallbackReceipt(shape == CallbackShape.Malformed ? 400 : 415, received.Id);
        }

        var started = clock.GetTimestamp();
        await deadline.RunAsync(OwnDeadline.Storing, token => store.AcceptAsync(received, token));
        if (!await TryWakeAsync(received))
            Log.NotWoken(logger, account.Id, received.Id);
        Log.Received(logger, account.Id, received.Id, callback.Body.Length, clock.GetElapsedTime(started).TotalMilliseconds);
        return new CallbackReceipt(200, received.Id, account.Provider.Acknowledgement);
    }

    // It is stored: a queue that hangs must not delay the acknowledgement.
    private async Task<bool> TryWakeAsync(ReceivedCallback received)
    {
        try
        {
            return await deadline.RunAsync(OwnDeadline.Storing, token => queue.TryWakeAsync(received, token));
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>
    /// Stores a callback of an account with broken settings, unread and unacknowledged: it waits until the account is back. Its provider may send it
    /// again, which does no harm.
    /// </summary>
    public async Task HoldAsync(string accountId, Callback callback)
    {
        var received = Received(accountId, callback);
        await deadline.RunAsync(OwnDeadline.Storing, token => store.AcceptAsync(received, token));
        Log.Held(logger, accountId, received.Id);
    }

    private static ReceivedCallback Received(string accountId, Callback callback) =>
        new(CallbackId.New(callback.ReceivedAt), accountId, callback, callback.ReceivedAt);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Account {Account}: callback {Callback} received, {Bytes} bytes, stored in {Milliseconds:0} ms.")]
        public static partial void Received(ILogger logger, string account, CallbackId callback, int bytes, double milliseconds);

        [LoggerMessage(2, LogLevel.Warning, "Account {Account}: callback {Callback} refused at receipt: {Shape}.")]
        public static partial void RefusedAtReceipt(ILogger logger, string account, CallbackId callback, CallbackShape shape);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "Account {Account}: callback {Callback} is stored but its queue message could not be sent; the outbox relay will wake it."
        )]
        public static partial void NotWoken(ILogger logger, string account, CallbackId callback);

        [LoggerMessage(
            4,
            LogLevel.Error,
            "Account {Account}: callback {Callback} is stored and waits, because the account's settings have mistakes."
        )]
        public static partial void Held(ILogger logger, string account, CallbackId callback);
    }
}

/// <summary>What a provider is answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Callback">Our id of the callback.</param>
/// <param name="Acknowledgement">The provider's exact words for "received"; null unless the callback is safely stored.</param>
/// <param name="RetryAfter">When it may be sent again; null unless there are too many.</param>
public sealed record CallbackReceipt(int Status, CallbackId Callback, Acknowledgement? Acknowledgement = null, TimeSpan? RetryAfter = null);
