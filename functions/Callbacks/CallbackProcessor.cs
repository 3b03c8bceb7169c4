using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Callbacks;

/// <summary>
/// Processes a stored callback: verify, confirm, apply to the order, conclude. It ends in one of three ways: concluded with its outcome, postponed
/// with the outbox entry moved, or an exception, which is a bug and ends in quarantine.
/// </summary>
public sealed partial class CallbackProcessor(
    MerchantDirectory directory,
    ICallbackStore store,
    Postponement postponement,
    OrderResolver resolver,
    UpdateProcessor updates,
    ILogger<CallbackProcessor> logger
)
{
    /// <summary>Processes a callback.</summary>
    /// <param name="isRetry">Whether an earlier attempt may have done any part of it.</param>
    public async Task ProcessAsync(ReceivedCallback received, bool isRetry, CancellationToken cancellationToken)
    {
        if (directory.FindAccount(received.AccountId) is not { } account)
        {
            // Its account was taken out of the settings after it was acknowledged. It waits until the account is back.
            await postponement.PostponeAsync(received, "its account is not configured", cancellationToken);
            return;
        }

        switch (await account.Provider.ReadAsync(received.Callback, cancellationToken))
        {
            case CallbackResult.Refused refused:
                Log.Refused(logger, account.Id, received.Id, refused.Verdict, refused.Detail);
                await store.ConcludeAsync(received, CallbackOutcome.Refused(refused.Verdict, refused.Detail), cancellationToken);
                break;
            case CallbackResult.NotNow later:
                await postponement.PostponeAsync(received, later.Reason, cancellationToken);
                break;
            case CallbackResult.Verified verified:
                await ProcessAsync(account, received, account.Provider.AsProof(verified.Notice), isRetry, cancellationToken);
                break;
        }
    }

    private async Task ProcessAsync(Account account, ReceivedCallback received, Notice verified, bool isRetry, CancellationToken cancellationToken)
    {
        switch (await resolver.ResolveAsync(account, verified, cancellationToken))
        {
            case ProviderResult<Notice>.Good { Value: var notice }
                when await updates.FindHeardAsync(account, notice, received.Callback.ReceivedAt, isRetry, cancellationToken) is { } resolved:
                await ConfirmAsync(account, received, notice, resolved, isRetry, cancellationToken);
                break;
            case ProviderResult<Notice>.Good:
                await ConcludeUnknownAsync(account, received, verified, cancellationToken);
                break;
            case ProviderResult<Notice>.Refused refused:
                await postponement.PostponeAsync(received, $"the query was refused with code {refused.Code}", cancellationToken);
                break;
            case ProviderResult<Notice>.Unavailable unavailable:
                await postponement.PostponeAsync(received, unavailable.Reason, cancellationToken);
                break;
            default:
                throw new InvalidOperationException("A query came to something that no query comes to.");
        }
    }

    private async Task ConfirmAsync(
        Account account,
        ReceivedCallback received,
        Notice notice,
        ResolvedOrder resolved,
        bool isRetry,
        CancellationToken cancellationToken
    )
    {
        switch (await Confirmer.ConfirmAsync(account, notice, resolved.Start.Request, cancellationToken))
        {
            case Confirmation.Take take:
                await FinishAsync(account, received, take.Notice, resolved, isRetry, cancellationToken);
                break;
            case Confirmation.Later later:
                await postponement.PostponeAsync(received, later.Reason, cancellationToken);
                break;
            case Confirmation.NotYet when received.Unconfirmed + 1 >= directory.Settings.ConfirmAttempts:
                var claim = notice with { Status = NoticeStatus.Pending, Claimed = notice.Status, Doubt = notice.Doubt | ReviewReason.Unconfirmed };
                await WaitOnAsync(account, received, claim, resolved, isRetry, cancellationToken);
                break;
            case Confirmation.NotYet notYet:
                if (notYet.SoFar is { } soFar)
                    await ApplyAsync(account, received, soFar, resolved, isRetry, cancellationToken);
                await postponement.PostponeUnconfirmedAsync(received, cancellationToken);
                break;
        }
    }

    /// <summary>
    /// The query has lagged behind for so long that an operator is told. It usually catches up later, and then its answer settles the order: so
    /// asking continues until the order is final by other means, or the time for asking is over.
    /// </summary>
    private async Task WaitOnAsync(
        Account account,
        ReceivedCallback received,
        Notice claim,
        ResolvedOrder resolved,
        bool isRetry,
        CancellationToken cancellationToken
    )
    {
        var result = await ApplyAsync(account, received, claim, resolved, isRetry, cancellationToken);
        if (result.Order is not { FinalOutcome: null, Resolved: null } || !postponement.MayAskOn(received))
        {
            await ConcludeAsync(account, received, result, cancellationToken);
            return;
        }

        if (result.Changed)
            Log.Unconfirmed(logger, account.Id, received.Id, result.Order.Id);
        await postponement.PostponeUnconfirmedAsync(received, cancellationToken);
    }

    private async Task FinishAsync(
        Account account,
        ReceivedCallback received,
        Notice notice,
        ResolvedOrder resolved,
        bool isRetry,
        CancellationToken cancellationToken
    ) => await ConcludeAsync(account, received, await ApplyAsync(account, received, notice, resolved, isRetry, cancellationToken), cancellationToken);

    private async Task ConcludeAsync(Account account, ReceivedCallback received, UpdateResult result, CancellationToken cancellationToken)
    {
        var outcome = result.Changed ? CallbackOutcome.Applied(result.Order.Id) : CallbackOutcome.Unchanged(result.Order.Id);
        await store.ConcludeAsync(received, outcome, cancellationToken);
        Log.Processed(logger, account.Id, received.Id, outcome.Verdict, result.Order.Id, result.Order.Status);
    }

    // One callback may bring several notices, with what the query says at each attempt: each is a source of its own.
    private Task<UpdateResult> ApplyAsync(
        Account account,
        ReceivedCallback received,
        Notice notice,
        ResolvedOrder resolved,
        bool isRetry,
        CancellationToken cancellationToken
    ) =>
        updates.ApplyAsync(
            account,
            resolved,
            notice,
            new ChangeOrigin($"{StoredEvent.Callback}{received.Id}/{notice.Fingerprint()}", isRetry),
            cancellationToken
        );

    private async Task ConcludeUnknownAsync(Account account, ReceivedCallback received, Notice notice, CancellationToken cancellationToken)
    {
        var outcome = CallbackOutcome.Refused(
            CallbackVerdict.UnknownOrder,
            $"It is verified, but this account has no {SnakeCaseEnum.Of(notice.Kind)} of that id."
        );
        Log.Refused(logger, account.Id, received.Id, CallbackVerdict.UnknownOrder, outcome.Detail!);
        await store.ConcludeAsync(received, outcome, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Account {Account}: callback {Callback} {Verdict}; order {Order} is {Status}.")]
        public static partial void Processed(ILogger logger, string account, CallbackId callback, string verdict, string order, OrderStatus status);

        [LoggerMessage(2, LogLevel.Warning, "Account {Account}: callback {Callback} refused, {Verdict}: {Detail}")]
        public static partial void Refused(ILogger logger, string account, CallbackId callback, CallbackVerdict verdict, string detail);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "Account {Account}: the provider's query has not confirmed callback {Callback} for a while; order {Order} is in review, and asking continues."
        )]
        public static partial void Unconfirmed(ILogger logger, string account, CallbackId callback, string order);
    }
}
