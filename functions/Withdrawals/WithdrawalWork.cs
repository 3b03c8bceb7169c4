using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Withdrawals;

/// <summary>Does a withdrawal's work that is due: sends it, asks about it, ends its wait for approval, or gives its share of the limit back.</summary>
public sealed class WithdrawalWork(
    MerchantDirectory directory, WithdrawalSubmission submission, WithdrawalInquiry inquiry, WorkSteps steps, ILimitBook limits, TimeProvider clock)
{
    /// <summary>Does the work of an order as it was read.</summary>
    public async Task DoAsync(OrderFile file, Work work, CancellationToken cancellationToken)
    {
        var order = file.Order;
        if (work.What == WorkKind.Expire)
        {
            await steps.TakeAsync(file, work, (current, now) => WithdrawalMachine.Expire(current, work, now), cancellationToken);
            return;
        }

        if (directory.FindAccount(order.AccountId) is not { } account)
        {
            // It was taken out of the settings; the work waits until it is back, but what may have been sent not for ever.
            await steps.LearnNothingAsync(file, work, "its account is not configured", refused: false, cancellationToken);
            return;
        }

        if (work.What == WorkKind.Release)
            await ReleaseAsync(account, file, work, cancellationToken);
        else if (WithdrawalMachine.MaySend(order, work))
            await submission.SubmitAsync(account, file, work, cancellationToken);
        else if (order.Status is OrderStatus.Submitting or OrderStatus.Submitted or OrderStatus.Processing || OrderMachine.IsOverdue(order))
            await inquiry.AskAsync(account, file, work, cancellationToken);
        else
            await steps.DoneAsync(file, work, cancellationToken);
    }

    private async Task ReleaseAsync(Account account, OrderFile file, Work work, CancellationToken cancellationToken)
    {
        var limit = LimitDay.Of(file.Order, clock.GetUtcNow());
        if (await limits.GiveBackAsync(limit, file.Order.Id, mark: limit.Most(account) is not null, cancellationToken))
            await steps.DoneAsync(file, work, cancellationToken);
        else
            await steps.PutOffAsync(file, work, "the limit's row is in demand", cancellationToken);
    }
}
