using Microsoft.Extensions.Logging;
using PaymentHub.Deposits;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Callbacks;

/// <summary>Asks a provider about one order on its merchant's request, or has it send its callback again.</summary>
public sealed partial class ProviderSync(MerchantDirectory directory, OrderUpdater updater, UpdateProcessor updates, ILogger<ProviderSync> logger)
{
    /// <summary>Asks the provider, applies its answer, and returns the updated order.</summary>
    public Task<Result<Order>> RefreshAsync(Merchant merchant, OrderKind kind, string id, CancellationToken cancellationToken) =>
        RefreshAsync(merchant, kind, id, deed: null, cancellationToken);

    /// <summary>The same for an operator.</summary>
    /// <param name="deed">Who did it, for the order's timeline; null if it was the merchant.</param>
    public async Task<Result<Order>> RefreshAsync(Merchant merchant, OrderKind kind, string id, Deed? deed, CancellationToken cancellationToken)
    {
        if (await FindAsync(merchant, kind, id, cancellationToken) is not { } snapshot)
            return NotFound(kind);
        if (directory.FindAccount(snapshot.Order.AccountId) is not { } account || !account.Provider.AnswersQueries(kind))
            return NotSupported("This account's provider answers no queries.");
        if (!StatusQuery.IsPossible(account, snapshot.Order))
            return Unheard();
        await RecordAsync(snapshot.Order, "refresh", deed, cancellationToken);

        return await (await account.Provider.AskAsync(StatusQuery.About(snapshot.Order), cancellationToken)).MatchAsync<Result<Order>>(
            async answer => new Result<Order>.Success(await TakeAsync(account, snapshot, answer, cancellationToken)),
            refused => new Result<Order>.Failure(Problem.ProviderRefused(refused.Code, refused.Message)),
            () => new Result<Order>.Success(snapshot.Order),
            reason => Unavailable(account, id, reason)
        );
    }

    /// <summary>Has the provider send its callback about the order again.</summary>
    public Task<Result<Order>> NotifyAsync(Merchant merchant, OrderKind kind, string id, CancellationToken cancellationToken) =>
        NotifyAsync(merchant, kind, id, deed: null, cancellationToken);

    /// <summary>The same for an operator.</summary>
    /// <param name="deed">Who did it, for the order's timeline; null if it was the merchant.</param>
    public async Task<Result<Order>> NotifyAsync(Merchant merchant, OrderKind kind, string id, Deed? deed, CancellationToken cancellationToken)
    {
        if (await FindAsync(merchant, kind, id, cancellationToken) is not { } snapshot)
            return NotFound(kind);
        if (directory.FindAccount(snapshot.Order.AccountId) is not { } account || !account.Provider.Renotifies(kind))
            return NotSupported("This account's provider does not resend callbacks on request.");
        if (!StatusQuery.IsPossible(account, snapshot.Order))
            return Unheard();
        await RecordAsync(snapshot.Order, "notify", deed, cancellationToken);

        return (await account.Provider.RenotifyAsync(StatusQuery.About(snapshot.Order), cancellationToken)).Match<Result<Order>>(
            _ => new Result<Order>.Success(snapshot.Order),
            refused => new Result<Order>.Failure(Problem.ProviderRefused(refused.Code, refused.Message)),
            () => new Result<Order>.Failure(Problem.ProviderRefused("absent", "It has no such order.")),
            reason => Unavailable(account, id, reason)
        );
    }

    // Before the provider is asked: whatever happens then, it is recorded who wanted it.
    private Task RecordAsync(Order order, string what, Deed? deed, CancellationToken cancellationToken) =>
        deed is null ? Task.CompletedTask : updater.RecordAsync(order, $"{what}/{Guid.NewGuid():N}", deed.By.Name, deed.Note, cancellationToken);

    private async Task<Order> TakeAsync(Account account, OrderSnapshot snapshot, Notice answer, CancellationToken cancellationToken)
    {
        var notice = StatusQuery.Confirmed(account, snapshot.Order, answer);
        // Nobody repeats a request that was cut off, so its commit adds an outbox entry for the index.
        var origin = new ChangeOrigin($"refresh/{Guid.NewGuid():N}", IsRetry: false, IsUnattended: true);
        return (await updates.ApplyAsync(account, new ResolvedOrder(snapshot.Order, snapshot), notice, origin, cancellationToken)).Order;
    }

    private async Task<OrderSnapshot?> FindAsync(Merchant merchant, OrderKind kind, string id, CancellationToken cancellationToken) =>
        OrderId.IsWellFormed(id, kind) && await updater.FindAsync(id, cancellationToken) is { } snapshot && snapshot.Order.MerchantId == merchant.Id
            ? snapshot
            : null;

    private Result<Order>.Failure Unavailable(Account account, string id, string reason)
    {
        Log.Unavailable(logger, account.Id, id, reason);
        return new Result<Order>.Failure(Problem.ProviderUnavailable);
    }

    private static Result<Order>.Failure NotFound(OrderKind kind) => new(Problem.NotFound(SnakeCaseEnum.Of(kind)));

    private static Result<Order>.Failure Unheard() => NotSupported("It was entered by hand: its provider has not told of it, and cannot be asked.");

    private static Result<Order>.Failure NotSupported(string detail) => new(new Problem(409, "not_supported", detail));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Account {Account}: the provider could not be asked about {Order}: {Reason}.")]
        public static partial void Unavailable(ILogger logger, string account, string order, string reason);
    }
}
