using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Withdrawals;

/// <summary>
/// Sends a withdrawal to its provider. First the order's share of the limit, then the intent, in one write that only one sender
/// can make; only that one sends, once. Whatever becomes of it, nobody sends again because of what is not known.
/// </summary>
public sealed partial class WithdrawalSubmission(
    MerchantDirectory directory, OrderLedger ledger, ILimitBook limits, WorkSteps steps, TimeProvider clock, ILogger<WithdrawalSubmission> logger)
{
    /// <summary>Sends the order, if it may be sent and the account's rules, as they are now, allow it.</summary>
    public async Task SubmitAsync(Account account, OrderFile file, Work work, CancellationToken cancellationToken)
    {
        var request = file.Order.Request!;
        if (account.Withdrawals.Forbid(request.Amount, request.Currency, request.Address!) is { } forbidden)
        {
            await RefuseAsync(account, file, work, forbidden, cancellationToken);
            return;
        }

        var sentAt = LimitDay.SentAt(file.Order, clock.GetUtcNow());
        var limit = LimitDay.Of(file.Order, sentAt);
        // Who was sent before has its share: an order that is in between keeps it.
        if (limit.Most(account) is { } most && file.Order.Status == OrderStatus.Created)
        {
            var answer = await limits.TakeAsync(limit, file.Order.Id, request.Amount, most, cancellationToken);
            if (answer == ShareAnswer.Busy)
            {
                await steps.PutOffAsync(file, work, "the limit's row is in demand", cancellationToken);
                return;
            }

            if (answer != ShareAnswer.Taken)
            {
                var full = new Failure(WithdrawalRules.LimitExceeded, "The account's limit for the day does not allow it.");
                await RefuseAsync(account, file, work, full, cancellationToken);
                return;
            }
        }

        if (await IntendAsync(file, sentAt, cancellationToken) is { } intended)
            await SendAsync(account, intended, cancellationToken);
    }

    private async Task RefuseAsync(Account account, OrderFile file, Work work, Failure failure, CancellationToken cancellationToken)
    {
        var entry = await steps.TakeAsync(file, work, (order, now) => WithdrawalMachine.Refuse(order, work, failure, now), cancellationToken);
        Log.Forbidden(logger, account.Id, file.Order.Id, failure.Code, entry.Order.Status);
    }

    /// <summary>Writes the intent to send; null when somebody else has moved the order meanwhile.</summary>
    /// <param name="sentAt">The time whose day's limit it counts for.</param>
    private async Task<OrderFile?> IntendAsync(OrderFile file, DateTimeOffset sentAt, CancellationToken cancellationToken)
    {
        // A stopping app begins nothing more; but what is begun is known to nobody else, so that its outcome is read back.
        cancellationToken.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow();
        var intended = WithdrawalMachine.Intend(file.Order with { FirstSentAt = sentAt }, Guid.NewGuid().ToString("N"), now, now + directory.Settings.WithdrawalSendWindow);
        // What stands is read whatever the write said: its answer may have been lost. Another sender's try can only take the place of ours after
        // we may no longer send, and a wrong "not mine" costs a question to the provider, never a payment.
        return await ledger.TryPutAsync(file, intended, $"submit/{intended.Sending!.TryId}", CancellationToken.None) is { } current
            && current.Order.Sending == intended.Sending && current.Order.Status == OrderStatus.Submitting
            ? current
            : null;
    }

    private async Task SendAsync(Account account, OrderFile file, CancellationToken cancellationToken)
    {
        var (order, sending) = (file.Order, file.Order.Sending!);
        var submission = await SendAsync(account, order, sending);
        Log.Sent(logger, account.Id, order.Id, sending.Number, submission.GetType().Name, ReasonOf(submission));

        var asks = account.Provider.AnswersQueries(OrderKind.Withdrawal);
        var nextAt = asks ? steps.Next(0) : clock.GetUtcNow() + account.OverdueAfter;
        await ledger.StepAsync(
            file,
            (current, now) => submission switch
            {
                Submission.Accepted accepted => WithdrawalMachine.Accept(current, sending.TryId, accepted.ProviderOrderId, nextAt, now),
                Submission.Refused refused when WithdrawalMachine.CanBeRefused(current) => WithdrawalMachine.Fail(current, sending.TryId, refused.Failure, now),
                Submission.NotNow later => WithdrawalMachine.HoldBack(current, sending.TryId, sending.Number, now + Wait(later, sending, now), now),
                _ => WithdrawalMachine.Wonder(current, sending.TryId, ReasonOf(submission), asks ? nextAt : null, now),
            },
            new Trace($"send/{sending.TryId}", Again: false),
            // What is known now is known to nobody else: it is written even while the app is stopping.
            CancellationToken.None);
    }

    private async Task<Submission> SendAsync(Account account, Order order, Sending sending)
    {
        var left = sending.Until - clock.GetUtcNow();
        if (left <= TimeSpan.Zero)
            return new Submission.NotNow("the time to send was over before it began", Wait: null);
        // Neither a stopping app nor anything else ends it before its time: broken off, its outcome is unknown.
        using var window = new CancellationTokenSource(left, clock);
        try
        {
            return await account.Provider.SubmitWithdrawalAsync(WithdrawalCheck.Of(order), window.Token);
        }
        catch (OperationCanceledException) when (window.IsCancellationRequested)
        {
            return new Submission.Unknown("no answer in time");
        }
    }

    private TimeSpan Wait(Submission.NotNow later, Sending sending, DateTimeOffset now)
    {
        var own = steps.Next(sending.Number - 1) - now;
        return later.Wait is { } wanted && wanted > own ? wanted : own;
    }

    private static string ReasonOf(Submission submission) => submission switch
    {
        Submission.Accepted => "accepted",
        Submission.Refused refused => $"refused with code {refused.Failure.Code}",
        Submission.NotNow later => later.Reason,
        Submission.Unknown unknown => unknown.Reason,
        _ => throw new InvalidOperationException("A submission of a fifth kind."),
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Account {Account}: withdrawal {Order} sent, try {Number}: {Submission}, {Reason}.")]
        public static partial void Sent(ILogger logger, string account, string order, int number, string submission, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Account {Account}: withdrawal {Order} is not sent, {Code}; it is {Status}.")]
        public static partial void Forbidden(ILogger logger, string account, string order, string code, OrderStatus status);
    }
}
