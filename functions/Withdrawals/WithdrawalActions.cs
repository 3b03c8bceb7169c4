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
            await ReleaseAsync(account, snapshot, action, cancellationToken);
        else if (WithdrawalMachine.MaySend(order, action))
            await submission.SubmitAsync(account, snapshot, action, cancellationToken);
        else if (order.Status is OrderStatus.Submitting or OrderStatus.Submitted or OrderStatus.Processing || OrderMachine.IsOverdue(order))
            await polling.AskAsync(account, snapshot, action, cancellationToken);
        else
            await steps.DoneAsync(snapshot, action, cancellationToken);
    }

    private async Task ReleaseAsync(Account account, OrderSnapshot snapshot, ScheduledAction action, CancellationToken cancellationToken)
    {
        var limit = LimitDay.Of(snapshot.Order, clock.GetUtcNow());
        if (await limits.ReleaseAsync(limit, snapshot.Order.Id, mark: limit.Limit(account) is not null, cancellationToken))
            await steps.DoneAsync(snapshot, action, cancellationToken);
        else
            await steps.RescheduleAsync(snapshot, action, "the limit's row is in demand", cancellationToken);
    }
}
