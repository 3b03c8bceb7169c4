using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Withdrawals;

/// <summary>The decision of an approver who did not create the withdrawal.</summary>
public sealed partial class WithdrawalApproval(IOrderStore store, OrderUpdater updater, ILogger<WithdrawalApproval> logger)
{
    /// <summary>Approves or rejects a withdrawal that awaits approval. Repeating one's own decision returns the order as it is.</summary>
    public async Task<Result<Order>> DecideAsync(Caller caller, string id, bool approved, CancellationToken cancellationToken)
    {
        if (await WithdrawalService.FindAsync(store, caller.Merchant, id, cancellationToken) is not { } snapshot)
            return new Result<Order>.Failure(Problem.NotFound("withdrawal"));
        var owner = caller.Key.Owner;
        if (snapshot.Order.CreatedBy == owner)
        {
            return new Result<Order>.Failure(
                new Problem(403, "forbidden", "The owner who created a withdrawal cannot decide on it; use a key of another owner.")
            );
        }

        var result = await updater.StepAsync(
            snapshot,
            (order, now) => WithdrawalMachine.Decide(order, new Decision(approved, owner, now), now),
            // The decision is written once and stays: it shows who decided, even if the answer to this write is lost.
            new ChangeOrigin($"decide/{owner}/{(approved ? "approve" : "reject")}", IsRetry: false),
            cancellationToken
        );
        if (result.Order.Decision is { } decision && decision.Approved == approved && decision.By == owner)
        {
            Log.Decided(logger, result.Order.Id, approved, owner);
            return new Result<Order>.Success(result.Order);
        }

        return new Result<Order>.Failure(
            new Problem(
                409,
                "not_awaiting_approval",
                $"This withdrawal is not awaiting approval; it is {SnakeCaseEnum.Of(result.Order.Status)}{(result.Order.Decision is null ? "" : ", decided by somebody else")}."
            )
        );
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Withdrawal {Order}: approved is {Approved}, says {Owner}.")]
        public static partial void Decided(ILogger logger, string order, bool approved, string owner);
    }
}
