using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Withdrawals;

/// <summary>Does a withdrawal's work that is due: sends it, asks about it, ends its
/// wait for approval, or releases what it reserved of the limit.</summary>
public sealed class WithdrawalActions(
    MerchantDirectory directory,
    WithdrawalSubmission submission,
    WithdrawalPolling polling,
    ActionSteps steps,
    IDailyLimitStore limits,
    TimeProvider clock
)
{
    /// <summary>Does the work of an order as it was read.</summary>
    public async Task DoAsync(OrderSnapshot snapshot, ScheduledAction action, CancellationToken cancellationToken)
    {
        var order = snapshot.Order;
        if (action.What == ActionKind.Expire)
        {
            await steps.ApplyAsync(snapshot, action, (current, now) => WithdrawalMachine.Expire(current, action, now), cancellationToken);
            return;
        }

        if (directory.FindAccount(order.AccountId) is not { } account)
        {
            // It was taken out of the settings; the work waits until it is back, but what may have been sent not for ever.
            await steps.QueryFailedAsync(snapshot, action, "its account is not configured", refused: false, cancellationToken);
            return;
        }

        if (action.What == ActionKind.Release)
            await SettleLimitAsync(account, snapshot, action, cancellationToken);
        else if (WithdrawalMachine.MaySend(order, action))
            await submission.SubmitAsync(account, snapshot, action, cancellationToken);
        else if (WithdrawalMachine.WasSentUnrecorded(order, action))
            await submission.TakeAsSentAsync(account, snapshot, action, cancellationToken);
        else if (order.Status is OrderStatus.Submitting or OrderStatus.Submitted or OrderStatus.Processing || OrderMachine.IsOverdue(order))
            await polling.AskAsync(account, snapshot, action, cancellationToken);
        else
            await steps.DoneAsync(snapshot, action, cancellationToken);
    }

    /// <summary>
    /// What failed takes nothing of the day's limit, and what an operator has completed does, whatever it released before: the money has moved,
    /// although the limit may be exceeded by it.
    /// </summary>
    private async Task SettleLimitAsync(Account account, OrderSnapshot snapshot, ScheduledAction action, CancellationToken cancellationToken)
    {
        var order = snapshot.Order;
        var isSet =
            order.Status == OrderStatus.Completed
                ? await CountAsync(account, order, cancellationToken)
                : await ReleaseAsync(account, order, cancellationToken);
        if (!isSet)
        {
            await steps.RescheduleAsync(snapshot, action, "the limit's row is in demand", cancellationToken);
            return;
        }

        // Whoever has reopened and completed it meanwhile may have counted it before this released it.
        var present = await steps.DoneAsync(snapshot, action, cancellationToken);
        if (present.Status == OrderStatus.Completed && order.Status != OrderStatus.Completed)
            await CountAsync(account, present, cancellationToken);
    }

    private Task<bool> ReleaseAsync(Account account, Order order, CancellationToken cancellationToken)
    {
        var limit = Day(order);
        return limits.ReleaseAsync(limit, order.Id, mark: limit.Limit(account) is not null, cancellationToken);
    }

    private Task<bool> CountAsync(Account account, Order order, CancellationToken cancellationToken)
    {
        var limit = Day(order);
        return limits.CountAsync(limit, order.Id, order.Request!.Amount, limited: limit.Limit(account) is not null, cancellationToken);
    }

    /// <summary>The day of the first send; of one that was never sent, and that an operator
    /// has completed because it was paid in another way, the day of that.</summary>
    private LimitDay Day(Order order) => LimitDay.Of(order, order.CompletedAt ?? clock.GetUtcNow());
}
