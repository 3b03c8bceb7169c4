using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Withdrawals;

/// <summary>The second pair of eyes: an approver who did not ask for the withdrawal says yes or no.</summary>
public sealed partial class WithdrawalApproval(IOrderStore store, OrderLedger ledger, ILogger<WithdrawalApproval> logger)
{
    /// <summary>Approves or rejects a withdrawal that awaits it. Repeating one's own word finds the order as it is.</summary>
    public async Task<Answer<Order>> DecideAsync(Caller caller, string id, bool approved, CancellationToken cancellationToken)
    {
        if (await WithdrawalDesk.FindAsync(store, caller.Merchant, id, cancellationToken) is not { } file)
            return new Answer<Order>.Not(Problem.NotFound("withdrawal"));
        var owner = caller.Key.Owner;
        if (file.Order.CreatedBy == owner)
            return new Answer<Order>.Not(new Problem(403, "forbidden", "Whoever asked for a withdrawal cannot decide on it; another owner's key must."));

        var entry = await ledger.StepAsync(
            file,
            (order, now) => WithdrawalMachine.Decide(order, new Decision(approved, owner, now), now),
            // The decision itself is written once and stays: it tells whose word it was, also when the answer to this write is lost.
            new Trace($"decide/{owner}/{(approved ? "approve" : "reject")}", Again: false),
            cancellationToken);
        if (entry.Order.Decision is { } decision && decision.Approved == approved && decision.By == owner)
        {
            Log.Decided(logger, entry.Order.Id, approved, owner);
            return new Answer<Order>.Done(entry.Order);
        }

        return new Answer<Order>.Not(new Problem(
            409, "not_awaiting_approval", $"This withdrawal does not await approval; it is {Words.Of(entry.Order.Status)}{(entry.Order.Decision is null ? "" : ", decided by somebody else")}."));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Withdrawal {Order}: approved is {Approved}, says {Owner}.")]
        public static partial void Decided(ILogger logger, string order, bool approved, string owner);
    }
}
