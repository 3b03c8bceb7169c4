using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Storage;

namespace PaymentHub.Deposits;

/// <summary>
/// Does an open deposit's due action: asks its provider until it is final. For one with a payment page, records when the time to pay is over, and
/// keeps asking for a while, because payers pay late.
/// </summary>
public sealed partial class DepositPolling(
    MerchantDirectory directory,
    OrderUpdater updater,
    AddressOwnershipCheck ownership,
    EnteredDeposits entered,
    TimeProvider clock,
    ILogger<DepositPolling> logger
)
{
    /// <summary>Does the work of an order as it was read. What cannot be done now is put off
    /// and never an exception, which the host would retry at once.</summary>
    public async Task DoAsync(OrderSnapshot snapshot, ScheduledAction action, CancellationToken cancellationToken)
    {
        var order = snapshot.Order;
        if (!DepositMachine.IsOpen(order))
            await MoveAsync(snapshot, action, null, cancellationToken);
        else if (directory.FindAccount(order.AccountId) is not { } account)
            await RescheduleAsync(null, snapshot, action, "its account is not configured", cancellationToken);
        else if (!account.Provider.AnswersQueries(order.Kind))
            await ApplyStatusAsync(account, snapshot, action, null, cancellationToken);
        else
            await AskAsync(account, snapshot, action, cancellationToken);
    }

    private async Task AskAsync(Account account, OrderSnapshot snapshot, ScheduledAction action, CancellationToken cancellationToken)
    {
        switch (await account.Provider.AskAsync(StatusQuery.About(snapshot.Order), cancellationToken))
        {
            case ProviderResult<Notice>.Good { Value: var answer }:
                var status = await ownership.CheckAsync(account, StatusQuery.Confirmed(account, snapshot.Order, answer), cancellationToken);
                (_, status) = await entered.FindAsync(account, status, snapshot.Order.Id, snapshot, cancellationToken);
                await ApplyStatusAsync(account, snapshot, action, status, cancellationToken);
                break;
            case ProviderResult<Notice>.Absent:
                await ApplyStatusAsync(account, snapshot, action, null, cancellationToken);
                break;
            case ProviderResult<Notice>.Refused refused:
                // It says nothing about the order and probably never will; expiring contradicts nothing that it may say later.
                Log.Refused(logger, account.Id, snapshot.Order.Id, refused.Code);
                await ApplyStatusAsync(account, snapshot, action, null, cancellationToken);
                break;
            case ProviderResult<Notice>.Unavailable unavailable:
                await RescheduleAsync(account, snapshot, action, unavailable.Reason, cancellationToken);
                break;
            default:
                throw new InvalidOperationException("A query came to something that no query comes to.");
        }
    }

    private async Task ApplyStatusAsync(
        Account account,
        OrderSnapshot snapshot,
        ScheduledAction action,
        Notice? answer,
        CancellationToken cancellationToken
    )
    {
        var asked = clock.GetUtcNow();
        var timeUp = DepositMachine.IsTimeUp(snapshot.Order, asked);
        var next = Next(snapshot.Order, action.Tries + 1, timeUp, asked);
        var result = await updater.StepAsync(
            snapshot,
            (order, now) =>
                DepositMachine.ApplyStatus(order, action, answer, next, timeUp && DepositMachine.IsTimeUp(order, asked), account.OverdueAfter, now),
            ChangeOrigin.Of(action),
            cancellationToken
        );
        Log.Asked(logger, result.Order.AccountId, result.Order.Id, result.Order.Status, result.Order.NextAction?.DueAt);
        if (result.Order is { ReviewReason: ReviewReason.Overdue, NextAction: null })
            Log.GaveUp(logger, result.Order.AccountId, result.Order.Id);
    }

    /// <summary>What comes next; null when the time for asking is over. A deposit without a time to pay is its provider's.</summary>
    private ScheduledAction? Next(Order order, int tries, bool timeUp, DateTimeOffset asked)
    {
        var timing = directory.Settings.Deposits;
        return order.PayBy is { } payBy
            ? timing.Next(payBy, tries, timeUp || order.TimeIsOver, asked)
            : timing.NextOfProvider(order.CreatedAt, tries, asked);
    }

    private async Task RescheduleAsync(
        Account? account,
        OrderSnapshot snapshot,
        ScheduledAction action,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var (settings, asked) = (directory.Settings, clock.GetUtcNow());
        var later = action.Later(asked + Backoff.Wait(settings.RetryFirst, settings.RetryMax, action.Tries));
        // As long as another query would follow, nobody has waited too long.
        if (Next(snapshot.Order, action.Tries + 1, DepositMachine.IsTimeUp(snapshot.Order, asked), asked) is not null)
        {
            await MoveAsync(snapshot, action, later, cancellationToken);
        }
        else
        {
            await updater.StepAsync(
                snapshot,
                (order, now) => DepositMachine.Miss(order, action, later, account?.OverdueAfter ?? Account.UsuallyOverdueAfter, now),
                ChangeOrigin.Of(action),
                cancellationToken
            );
        }

        Log.Rescheduled(logger, snapshot.Order.AccountId, snapshot.Order.Id, later.DueAt, reason);
    }

    private Task<UpdateResult> MoveAsync(
        OrderSnapshot snapshot,
        ScheduledAction action,
        ScheduledAction? next,
        CancellationToken cancellationToken
    ) => updater.StepAsync(snapshot, (order, now) => DepositMachine.Move(order, action, next, now), ChangeOrigin.Of(action), cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Account {Account}: deposit {Order} was asked about and is {Status}; next at {DueAt:O}.")]
        public static partial void Asked(ILogger logger, string account, string order, OrderStatus status, DateTimeOffset? dueAt);

        [LoggerMessage(2, LogLevel.Information, "Account {Account}: the query about deposit {Order} was refused with code {Code}.")]
        public static partial void Refused(ILogger logger, string account, string order, string code);

        [LoggerMessage(3, LogLevel.Information, "Account {Account}: asking about deposit {Order} waits until {DueAt:O}: {Reason}.")]
        public static partial void Rescheduled(ILogger logger, string account, string order, DateTimeOffset dueAt, string reason);

        [LoggerMessage(
            4,
            LogLevel.Warning,
            "Account {Account}: deposit {Order} is still pending at its provider, and asking has ended: it is overdue, and an operator has to look at it."
        )]
        public static partial void GaveUp(ILogger logger, string account, string order);
    }
}
