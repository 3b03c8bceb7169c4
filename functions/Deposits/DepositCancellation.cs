using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Deposits;

/// <summary>
/// Cancels a deposit that nobody has paid. The provider's page cannot be closed from here: the provider is asked first, if it can be, whether a
/// payment is on its way, and one that arrives later completes the deposit, late.
/// </summary>
public sealed partial class DepositCancellation(
    MerchantDirectory directory,
    OrderUpdater updater,
    AddressOwnershipCheck ownership,
    TimeProvider clock,
    ILogger<DepositCancellation> logger
)
{
    /// <summary>Cancels a deposit. Repeating it finds the deposit as it is.</summary>
    public async Task<Result<Order>> CancelAsync(Merchant merchant, string id, CancellationToken cancellationToken)
    {
        if (
            !OrderId.IsWellFormed(id, OrderKind.Deposit)
            || await updater.FindAsync(id, cancellationToken) is not { } snapshot
            || snapshot.Order.MerchantId != merchant.Id
        )
        {
            return new Result<Order>.Failure(Problem.NotFound("deposit"));
        }

        if (snapshot.Order.Status != OrderStatus.AwaitingPayment)
            return Ended(snapshot.Order);
        // A page that is being made belongs to a request that has not been answered yet.
        if (snapshot.Order is { PaymentUrl: null, PaymentPageLease: { } lease } && lease.Until > clock.GetUtcNow())
            return new Result<Order>.Failure(DepositService.InProgress);
        if (directory.FindAccount(snapshot.Order.AccountId) is not { } account)
            return new Result<Order>.Failure(Problem.ProviderUnavailable);

        var (asked, answer) = await AskAsync(account, snapshot.Order, cancellationToken);
        if (!asked)
            return new Result<Order>.Failure(Problem.ProviderUnavailable);
        var result = await updater.StepAsync(
            snapshot,
            (order, now) => DepositMachine.Cancel(order, answer, now),
            answer is { Status: not NoticeStatus.Awaiting } ? answer : null,
            new ChangeOrigin($"cancel/{Guid.NewGuid():N}", IsRetry: false),
            cancellationToken
        );
        Log.Cancelled(logger, account.Id, id, result.Order.Status);
        return Ended(result.Order);
    }

    /// <summary>What the provider says about it, if anything; if it does not answer, this is a problem.</summary>
    private async Task<(bool Asked, Notice? Answer)> AskAsync(Account account, Order order, CancellationToken cancellationToken)
    {
        if (!account.Provider.AnswersQueries(OrderKind.Deposit))
            return (true, null);
        switch (await account.Provider.AskAsync(StatusQuery.About(order), cancellationToken))
        {
            case ProviderResult<Notice>.Good { Value: var answer }:
                return (true, await ownership.CheckAsync(account, StatusQuery.Confirmed(account, order, answer), cancellationToken));
            case ProviderResult<Notice>.Unavailable unavailable:
                Log.Unavailable(logger, account.Id, order.Id, unavailable.Reason);
                return (false, null);
            default:
                // It knows no such order, or refuses to answer: expiring contradicts nothing that it may say later.
                return (true, null);
        }
    }

    private static Result<Order> Ended(Order order) =>
        order.Status == OrderStatus.Expired
            ? new Result<Order>.Success(order)
            : new Result<Order>.Failure(
                new Problem(
                    409,
                    "not_cancellable",
                    $"Only a deposit that nobody has paid can be cancelled; this one is {SnakeCaseEnum.Of(order.Status)}."
                )
            );

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Account {Account}: deposit {Order} was to be cancelled and is {Status}.")]
        public static partial void Cancelled(ILogger logger, string account, string order, OrderStatus status);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "Account {Account}: deposit {Order} is not cancelled, because its provider could not be asked whether it was paid: {Reason}."
        )]
        public static partial void Unavailable(ILogger logger, string account, string order, string reason);
    }
}
