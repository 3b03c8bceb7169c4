using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Withdrawals;

/// <summary>Does a withdrawal's due action: sends it, asks about it, ends its wait for approval, or releases its reservation.</summary>
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
            // The account was removed from the settings. The action waits until it is back, but not forever if the order may have been sent.
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
    /// A failed order uses nothing of the day's limit. One that an operator completed does, even if it had released its reservation: the money has
    /// moved, although this may exceed the limit.
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

        // It may have been reopened, completed and counted meanwhile, before this released it.
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

    /// <summary>
    /// The day of the first send. For one that was never sent and that an operator completed because it was paid in another way, the day of that
    /// decision.
    /// </summary>
    private LimitDay Day(Order order) => LimitDay.Of(order, order.CompletedAt ?? clock.GetUtcNow());
}
