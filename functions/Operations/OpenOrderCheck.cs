using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Operations;

/// <summary>Gives an open order without an action one: whatever the reason, nobody else would look after it.</summary>
public sealed partial class OpenOrderCheck(OrderUpdater updater, MerchantDirectory directory, ILogger<OpenOrderCheck> logger)
{
    /// <summary>Looks at an order as it was read, and at the order as it stands before anything is changed.</summary>
    public async Task RepairAsync(Order order, CancellationToken cancellationToken)
    {
        if (
            !IsForgotten(order)
            || await updater.FindAsync(order.Id, cancellationToken) is not { Order: var current } snapshot
            || !IsForgotten(current)
        )
        {
            return;
        }

        await updater.StepAsync(
            snapshot,
            (found, now) =>
                IsForgotten(found) ? OrderMachine.Conclude(found, found with { NextAction = Next(found, now) }, now) : new Transition(found, null),
            new ChangeOrigin("integrity/forgotten", IsRetry: false),
            cancellationToken
        );
        Log.Forgotten(logger, order.AccountId, order.Id, order.Status);
    }

    private static bool IsForgotten(Order order) =>
        order
            is {
                NextAction: null,
                Status: OrderStatus.Pending
                    or OrderStatus.AwaitingApproval
                    or OrderStatus.Submitting
                    or OrderStatus.Submitted
                    or OrderStatus.Processing,
            };

    private ScheduledAction Next(Order order, DateTimeOffset now) =>
        order.Status == OrderStatus.AwaitingApproval
            ? new ScheduledAction(
                ActionKind.Expire,
                now + (directory.FindAccount(order.AccountId)?.Withdrawals ?? WithdrawalRules.None).ApprovalPeriod
            )
            : new ScheduledAction(ActionKind.Poll, now);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Account {Account}: {Order} is {Status} and had no outbox entry; it has one now.")]
        public static partial void Forgotten(ILogger logger, string account, string order, OrderStatus status);
    }
}
