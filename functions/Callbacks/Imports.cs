using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Callbacks;

/// <summary>Imports deposits that a provider has but that were never reported.</summary>
public sealed partial class Imports(
    MerchantDirectory directory,
    OrderResolver resolver,
    UpdateProcessor updates,
    TimeProvider clock,
    ILogger<Imports> logger
)
{
    /// <summary>
    /// Imports a deposit by the provider's id, as its first callback would have. One that is known is updated, and a transfer to a payment order's
    /// own address is applied to that order.
    /// </summary>
    public async Task<Result<Order>> ImportAsync(Merchant merchant, ImportRequest request, CancellationToken cancellationToken)
    {
        if (Check(merchant, request) is { } problem)
            return new Result<Order>.Failure(problem);
        var account = directory.FindAccount(request.Account!, merchant);
        // If the provider issues no addresses, every deposit is one that we created and have.
        if (!account!.Provider.IssuesAddresses || !account.Provider.AnswersQueries(OrderKind.Deposit))
        {
            return new Result<Order>.Failure(new Problem(409, "not_supported", "This account's provider has no deposits that can be imported."));
        }

        var id = request.ProviderOrderId!;
        var about = new OrderReference(OrderKind.Deposit, OrderId: null, id);
        var found = await account.Provider.AskAsync(about, cancellationToken);
        if (found is ProviderResult<Notice>.Good good)
            found = await resolver.ResolveAsync(account, good.Value, cancellationToken);
        return await found.MatchAsync(
            notice => TakeAsync(account, notice, cancellationToken),
            refused => new Result<Order>.Failure(Problem.ProviderRefused(refused.Code, refused.Message)),
            () => new Result<Order>.Failure(Problem.NotFound("deposit at the provider")),
            reason => Unavailable(account, id, reason)
        );
    }

    /// <summary>What is wrong with a request; null if nothing is.</summary>
    public Problem? Check(Merchant merchant, ImportRequest request)
    {
        var check = new RequestCheck();
        check.Account(directory, merchant, request.Account);
        check.MerchantText("provider_order_id", request.ProviderOrderId);
        return check.Problem;
    }

    private async Task<Result<Order>> TakeAsync(Account account, Notice notice, CancellationToken cancellationToken)
    {
        if (await updates.FindAsync(account, notice, clock.GetUtcNow(), look: true, cancellationToken) is not { } resolved)
            return new Result<Order>.Failure(Problem.NotFound("deposit"));
        var origin = new ChangeOrigin($"import/{Guid.NewGuid():N}", IsRetry: false, IsUnattended: true);
        var result = await updates.ApplyAsync(account, resolved, notice with { Confirmed = true }, origin, cancellationToken);
        Log.Imported(logger, account.Id, result.Order.Id, result.Order.Status, resolved.Snapshot is null);
        return new Result<Order>.Success(result.Order, Created: resolved.Snapshot is null);
    }

    private Result<Order>.Failure Unavailable(Account account, string id, string reason)
    {
        Log.Unavailable(logger, account.Id, id, reason);
        return new Result<Order>.Failure(Problem.ProviderUnavailable);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Account {Account}: {Order} was imported and is {Status}; it was new: {New}.")]
        public static partial void Imported(ILogger logger, string account, string order, OrderStatus status, bool @new);

        [LoggerMessage(2, LogLevel.Warning, "Account {Account}: the provider could not be asked about its deposit {ProviderOrder}: {Reason}.")]
        public static partial void Unavailable(ILogger logger, string account, string providerOrder, string reason);
    }
}

/// <summary>POST /v1/deposits/import.</summary>
public sealed record ImportRequest
{
    public string? Account { get; init; }

    /// <summary>The provider's id of the deposit.</summary>
    public string? ProviderOrderId { get; init; }
}
