using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Storage;

namespace PaymentHub.Callbacks;

/// <summary>
/// "Not now" for a callback: moves its outbox entry to a later time, waiting twice as long each time, and wakes it then. Never an exception: the host
/// would retry five times at once and move a payment to the poison queue because a provider was down.
/// </summary>
public sealed partial class Postponement(
    ICallbackStore store,
    ICallbackQueue queue,
    MerchantDirectory directory,
    TimeProvider clock,
    ILogger<Postponement> logger
)
{
    /// <summary>Postpones a callback because something it needs is not available at the moment.</summary>
    public Task PostponeAsync(ReceivedCallback received, string reason, CancellationToken cancellationToken) =>
        MoveAsync(received, received with { DueAt = Next(received.Postponed), Postponed = received.Postponed + 1 }, reason, cancellationToken);

    /// <summary>Whether to keep asking about a callback that the provider's query does not confirm.</summary>
    public bool MayAskOn(ReceivedCallback received) => clock.GetUtcNow() < received.Callback.ReceivedAt + directory.Settings.ConfirmFor;

    /// <summary>Postpones a callback because the provider's query does not confirm it yet.</summary>
    public Task PostponeUnconfirmedAsync(ReceivedCallback received, CancellationToken cancellationToken) =>
        MoveAsync(
            received,
            received with
            {
                DueAt = Next(received.Unconfirmed),
                Unconfirmed = received.Unconfirmed + 1,
            },
            "the provider's query does not confirm it yet",
            cancellationToken
        );

    private async Task MoveAsync(ReceivedCallback received, ReceivedCallback later, string reason, CancellationToken cancellationToken)
    {
        if (!await store.TryPostponeAsync(received, later, cancellationToken))
            return; // Somebody else moved or fulfilled the same outbox entry meanwhile; theirs stands.
        await queue.TryWakeAsync(later, cancellationToken);
        Log.Postponed(logger, received.AccountId, received.Id, later.DueAt, reason);
    }

    private DateTimeOffset Next(int before)
    {
        var settings = directory.Settings;
        return clock.GetUtcNow() + Backoff.Wait(settings.RetryFirst, settings.RetryMax, before);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Account {Account}: callback {Callback} waits until {DueAt:O}: {Reason}.")]
        public static partial void Postponed(ILogger logger, string account, CallbackId callback, DateTimeOffset dueAt, string reason);
    }
}
