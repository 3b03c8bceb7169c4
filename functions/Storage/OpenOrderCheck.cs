using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Storage;

/// <summary>Gives an order that is under way and has no work some: whatever took it, or never gave it any, nobody else would look after it.</summary>
public sealed partial class OpenOrderCheck(OrderLedger ledger, MerchantDirectory directory, ILogger<OpenOrderCheck> logger)
{
    /// <summary>Looks at an order as it was read, and at the order as it stands before anything is changed.</summary>
    public async Task RepairAsync(Order order, CancellationToken cancellationToken)
    {
        if (!IsForgotten(order) || await ledger.FindAsync(order.Id, cancellationToken) is not { Order: var current } file || !IsForgotten(current))
            return;
        await ledger.StepAsync(
            file,
            (found, now) => IsForgotten(found) ? OrderMachine.Conclude(found, found with { Work = Next(found, now) }, now) : new Transition(found, null),
            new Trace("house/forgotten", Again: false),
            cancellationToken);
        Log.Forgotten(logger, order.AccountId, order.Id, order.Status);
    }

    private static bool IsForgotten(Order order) => order is
    {
        Work: null,
        Status: OrderStatus.Pending or OrderStatus.AwaitingApproval or OrderStatus.Submitting or OrderStatus.Submitted or OrderStatus.Processing,
    };

    private Work Next(Order order, DateTimeOffset now) => order.Status == OrderStatus.AwaitingApproval
        ? new Work(WorkKind.Expire, now + (directory.FindAccount(order.AccountId)?.Withdrawals ?? WithdrawalRules.None).ApprovalPeriod)
        : new Work(WorkKind.Ask, now);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Account {Account}: {Order} is {Status} and nobody looked after it; now somebody does.")]
        public static partial void Forgotten(ILogger logger, string account, string order, OrderStatus status);
    }
}
