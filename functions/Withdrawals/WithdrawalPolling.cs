using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Withdrawals;

/// <summary>
/// Asks the provider about a withdrawal, by our id: the result of a send of unknown outcome, and the state of an accepted one, until it is final. It
/// never sends; a new intent may follow only if the provider has had no such order during the quiet period.
/// </summary>
public sealed partial class WithdrawalPolling(MerchantDirectory directory, ActionSteps steps, ILogger<WithdrawalPolling> logger)
{
    /// <summary>Asks, and records the result.</summary>
    public async Task AskAsync(Account account, OrderSnapshot snapshot, ScheduledAction action, CancellationToken cancellationToken)
    {
        var order = snapshot.Order;
        if (!account.Provider.AnswersQueries(OrderKind.Withdrawal))
        {
            var result = await steps.ApplyAsync(
                snapshot,
                action,
                (current, now) => WithdrawalStatusMachine.GiveUpAsking(current, action, account.OverdueAfter, now),
                cancellationToken
            );
            Log.NobodyToAsk(logger, account.Id, order.Id, result.Order.Status);
            return;
        }

        var about = new OrderReference(OrderKind.Withdrawal, order.Id, order.ProviderOrderId);
        switch (await account.Provider.AskAsync(about, cancellationToken))
        {
            case ProviderResult<Notice>.Good good:
                var status = good.Value with { OrderId = order.Id, Confirmed = true };
                var pollAt = steps.Next(action.Tries);
                await steps.ApplyAsync(
                    snapshot,
                    action,
                    (current, now) => WithdrawalStatusMachine.ApplyStatus(current, action, status, pollAt, now),
                    status,
                    cancellationToken
                );
                break;
            case ProviderResult<Notice>.Absent:
                await MarkNotFoundAsync(account, snapshot, action, cancellationToken);
                break;
            case ProviderResult<Notice>.Refused refused:
                await steps.QueryFailedAsync(snapshot, action, $"the query was refused with code {refused.Code}", refused: true, cancellationToken);
                break;
            case ProviderResult<Notice>.Unavailable unavailable:
                await steps.QueryFailedAsync(snapshot, action, unavailable.Reason, refused: false, cancellationToken);
                break;
            default:
                throw new InvalidOperationException("A query came to something that no query comes to.");
        }
    }

    private async Task MarkNotFoundAsync(Account account, OrderSnapshot snapshot, ScheduledAction action, CancellationToken cancellationToken)
    {
        var pollAt = steps.Next(action.Tries);
        var quiet = directory.Settings.WithdrawalQuiet;
        var result = await steps.ApplyAsync(
            snapshot,
            action,
            (order, now) => WithdrawalStatusMachine.MarkNotFound(order, action, quiet, account.Withdrawals.ResubmitWhenAbsent, pollAt, now),
            cancellationToken
        );
        Log.Absent(logger, account.Id, snapshot.Order.Id, result.Order.SubmissionAttempt?.Absences ?? 0, result.Order.Status);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Account {Account}: the provider has no withdrawal {Order}, {Absences} times so far; it is {Status}.")]
        public static partial void Absent(ILogger logger, string account, string order, int absences, OrderStatus status);

        [LoggerMessage(2, LogLevel.Warning, "Account {Account}: the provider cannot be asked about withdrawal {Order}; it is {Status}.")]
        public static partial void NobodyToAsk(ILogger logger, string account, string order, OrderStatus status);
    }
}
