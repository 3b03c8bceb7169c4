using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Withdrawals;

/// <summary>
/// Sends a withdrawal to its provider. First the order's reservation of the limit, then the intent, in one write that only one sender
/// can make; only that one sends, once. Whatever becomes of it, nobody sends again because of what is not known.
/// </summary>
public sealed partial class WithdrawalSubmission(
    MerchantDirectory directory,
    OrderUpdater updater,
    IDailyLimitStore limits,
    ActionSteps steps,
    TimeProvider clock,
    ILogger<WithdrawalSubmission> logger
)
{
    /// <summary>Sends the order, if it may be sent and the account's rules, as they are now, allow it.</summary>
    public async Task SubmitAsync(Account account, OrderSnapshot snapshot, ScheduledAction action, CancellationToken cancellationToken)
    {
        var request = snapshot.Order.Request!;
        if (account.Withdrawals.Forbid(request.Amount, request.Currency, request.Address!) is { } forbidden)
        {
            await RefuseAsync(account, snapshot, action, forbidden, cancellationToken);
            return;
        }

        var sentAt = LimitDay.SentAt(snapshot.Order, clock.GetUtcNow());
        var limit = LimitDay.Of(snapshot.Order, sentAt);
        // Who was sent before has its reservation: an order that is in between keeps it.
        if (limit.Limit(account) is { } max && snapshot.Order.Status == OrderStatus.Created)
        {
            var reservation = await limits.ReserveAsync(limit, snapshot.Order.Id, request.Amount, max, cancellationToken);
            if (reservation == ReservationResult.Busy)
            {
                await steps.RescheduleAsync(snapshot, action, "the limit's row is in demand", cancellationToken);
                return;
            }

            if (reservation != ReservationResult.Reserved)
            {
                var full = new Failure(WithdrawalRules.LimitExceeded, "The account's limit for the day does not allow it.");
                await RefuseAsync(account, snapshot, action, full, cancellationToken);
                return;
            }
        }

        if (await BeginAttemptAsync(snapshot, sentAt, cancellationToken) is { } begun)
            await SendAsync(account, begun, cancellationToken);
    }

    /// <summary>
    /// Does not send what the provider has although no send of it is recorded. The money may have left: it counts in the day's limit, whatever
    /// that has left, and is asked about like what was accepted. The provider's next word moves it on; where none comes, a person has to look.
    /// </summary>
    public async Task TakeAsSentAsync(Account account, OrderSnapshot snapshot, ScheduledAction action, CancellationToken cancellationToken)
    {
        var (id, amount) = (snapshot.Order.Id, snapshot.Order.Request!.Amount);
        var sentAt = LimitDay.SentAt(snapshot.Order, clock.GetUtcNow());
        var limit = LimitDay.Of(snapshot.Order, sentAt);
        var limited = limit.Limit(account) is not null;
        if (!await limits.CountAsync(limit, id, amount, limited, cancellationToken))
        {
            await steps.RescheduleAsync(snapshot, action, "the limit's row is in demand", cancellationToken);
            return;
        }

        var nextAt = NextAt(account);
        var result = await steps.ApplyAsync(
            snapshot,
            action,
            (order, now) => WithdrawalMachine.TakeAsSent(order, action, sentAt, nextAt, now),
            cancellationToken
        );
        Log.Unrecorded(logger, account.Id, id, result.Order.Status);
        // It may have failed meanwhile, and have released what was not counted yet.
        if (result.Order.Status is OrderStatus.Failed or OrderStatus.Rejected)
            await limits.ReleaseAsync(limit, id, mark: limited, cancellationToken);
    }

    /// <summary>When to ask how an accepted one stands; where nobody can be asked, when a person has to.</summary>
    private DateTimeOffset NextAt(Account account) =>
        account.Provider.AnswersQueries(OrderKind.Withdrawal) ? steps.Next(0) : clock.GetUtcNow() + account.OverdueAfter;

    private async Task RefuseAsync(
        Account account,
        OrderSnapshot snapshot,
        ScheduledAction action,
        Failure failure,
        CancellationToken cancellationToken
    )
    {
        var result = await steps.ApplyAsync(
            snapshot,
            action,
            (order, now) => WithdrawalMachine.Refuse(order, action, failure, now),
            cancellationToken
        );
        Log.Forbidden(logger, account.Id, snapshot.Order.Id, failure.Code, result.Order.Status);
    }

    /// <summary>Writes the intent to send; null when somebody else has moved the order meanwhile.</summary>
    /// <param name="sentAt">The time whose day's limit it counts for.</param>
    private async Task<OrderSnapshot?> BeginAttemptAsync(OrderSnapshot snapshot, DateTimeOffset sentAt, CancellationToken cancellationToken)
    {
        // A stopping app begins nothing more; but what is begun is known to nobody else, so that its outcome is waited for.
        cancellationToken.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow();
        var begun = WithdrawalMachine.BeginAttempt(
            snapshot.Order with
            {
                FirstSentAt = sentAt,
            },
            Guid.NewGuid().ToString("N"),
            now,
            now + directory.Settings.WithdrawalSendWindow
        );
        // A write that says that it came too late may have met itself: then what stands tells. Another sender's try can only take the place of ours
        // after we may no longer send, and a wrong "not mine" costs a question to the provider, never a payment.
        return
            await updater.TryPutAsync(
                snapshot,
                begun,
                new ChangeOrigin($"submit/{begun.SubmissionAttempt!.AttemptId}", IsRetry: false),
                CancellationToken.None
            )
                is { } current
            && current.Order.SubmissionAttempt == begun.SubmissionAttempt
            && current.Order.Status == OrderStatus.Submitting
            ? current
            : null;
    }

    private async Task SendAsync(Account account, OrderSnapshot snapshot, CancellationToken cancellationToken)
    {
        var (order, attempt) = (snapshot.Order, snapshot.Order.SubmissionAttempt!);
        var result = await SendAsync(account, order, attempt);
        Log.Sent(logger, account.Id, order.Id, attempt.Number, result.GetType().Name, result.Why);

        var asks = account.Provider.AnswersQueries(OrderKind.Withdrawal);
        var nextAt = NextAt(account);
        await updater.StepAsync(
            snapshot,
            (current, now) =>
                result switch
                {
                    SubmissionResult.Accepted accepted => WithdrawalMachine.Accept(current, attempt.AttemptId, accepted.ProviderOrderId, nextAt, now),
                    SubmissionResult.Refused refused when WithdrawalMachine.CanBeRefused(current) => WithdrawalMachine.Fail(
                        current,
                        attempt.AttemptId,
                        refused.Failure,
                        now
                    ),
                    SubmissionResult.NotNow later => WithdrawalMachine.Defer(
                        current,
                        attempt.AttemptId,
                        attempt.Number,
                        now + Wait(later, attempt, now),
                        now
                    ),
                    _ => WithdrawalMachine.MarkUnknown(current, attempt.AttemptId, result.Why, asks ? nextAt : null, now),
                },
            new ChangeOrigin($"send/{attempt.AttemptId}", IsRetry: false),
            // What is known now is known to nobody else: it is written even while the app is stopping.
            CancellationToken.None
        );
    }

    private async Task<SubmissionResult> SendAsync(Account account, Order order, SubmissionAttempt attempt)
    {
        var left = attempt.Until - clock.GetUtcNow();
        if (left <= TimeSpan.Zero)
            return new SubmissionResult.NotNow("the time to send was over before it began", Wait: null);
        // Neither a stopping app nor anything else ends it before its time: broken off, its outcome is unknown.
        using var window = new CancellationTokenSource(left, clock);
        try
        {
            return await account.Provider.SubmitWithdrawalAsync(WithdrawalCheck.Of(order), window.Token);
        }
        catch (OperationCanceledException) when (window.IsCancellationRequested)
        {
            return new SubmissionResult.Unknown("no answer in time");
        }
    }

    private TimeSpan Wait(SubmissionResult.NotNow later, SubmissionAttempt attempt, DateTimeOffset now)
    {
        var own = steps.Next(attempt.Number - 1) - now;
        return later.Wait is { } wanted && wanted > own ? wanted : own;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Account {Account}: withdrawal {Order} sent, try {Number}: {Submission}, {Reason}.")]
        public static partial void Sent(ILogger logger, string account, string order, int number, string submission, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Account {Account}: withdrawal {Order} is not sent, {Code}; it is {Status}.")]
        public static partial void Forbidden(ILogger logger, string account, string order, string code, OrderStatus status);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "Account {Account}: withdrawal {Order} is not sent: the provider has it, though no send of it is recorded here; it is {Status}."
        )]
        public static partial void Unrecorded(ILogger logger, string account, string order, OrderStatus status);
    }
}
