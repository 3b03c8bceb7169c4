using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Withdrawals;

/// <summary>
/// Sends a withdrawal to its provider. First the order's reservation of the limit, then the intent, in one write that only one sender can make; only
/// that one sends, once. An unknown result never leads to another send.
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
        // An order that was sent before has its reservation, and keeps it in between.
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
                var full = new Failure(WithdrawalRules.LimitExceeded, "It exceeds the account's limit for the day.");
                await RefuseAsync(account, snapshot, action, full, cancellationToken);
                return;
            }
        }

        if (await BeginAttemptAsync(snapshot, sentAt, cancellationToken) is { } begun)
            await SendAsync(account, begun, cancellationToken);
    }

    /// <summary>
    /// Does not send what the provider already has although no send is recorded. The money may have left: it counts towards the day's limit, whatever
    /// is left of that, and is followed up like an accepted one. The provider's next notice moves it on; without one, an operator has to look at it.
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
        // It may have failed meanwhile and released what was not counted yet.
        if (result.Order.Status is OrderStatus.Failed or OrderStatus.Rejected)
            await limits.ReleaseAsync(limit, id, mark: limited, cancellationToken);
    }

    /// <summary>When to ask about an accepted one or, if the provider cannot be asked, when an operator has to look.</summary>
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
        // A stopping app starts nothing new. But nobody else knows what was started, so its outcome is awaited.
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
        // A conflict may be this very write, whose first answer was lost: then the order is read. Another sender's attempt can replace ours only
        // after we may no longer send; a wrong "not mine" costs a query, never a payment.
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
            // Nobody else knows this result: it is written even while the app is stopping.
            CancellationToken.None
        );
    }

    private async Task<SubmissionResult> SendAsync(Account account, Order order, SubmissionAttempt attempt)
    {
        var left = attempt.Until - clock.GetUtcNow();
        if (left <= TimeSpan.Zero)
            return new SubmissionResult.NotNow("the time to send was over before it began", Wait: null);
        // Nothing ends it before its deadline, not even a stopping app: if aborted, its outcome is unknown.
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
        [LoggerMessage(1, LogLevel.Information, "Account {Account}: withdrawal {Order} sent, attempt {Number}: {Submission}, {Reason}.")]
        public static partial void Sent(ILogger logger, string account, string order, int number, string submission, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Account {Account}: withdrawal {Order} is not sent, {Code}; it is {Status}.")]
        public static partial void Forbidden(ILogger logger, string account, string order, string code, OrderStatus status);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "Account {Account}: withdrawal {Order} is not sent: the provider already has it, although no send is recorded here; it is {Status}."
        )]
        public static partial void Unrecorded(ILogger logger, string account, string order, OrderStatus status);
    }
}
