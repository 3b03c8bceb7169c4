using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Withdrawals;

/// <summary>
/// Handles merchants' requests for withdrawals. A request leads to one order, stored with the outbox entry to send it before anything else happens,
/// under an id derived from the merchant's reference: however often the request arrives, the money leaves once.
/// </summary>
public sealed class WithdrawalService(MerchantDirectory directory, IOrderStore store, OrderUpdater updater, IFollowUps followUps, TimeProvider clock)
{
    /// <summary>One of the merchant's withdrawals.</summary>
    public async Task<Result<Order>> FindAsync(Merchant merchant, string id, CancellationToken cancellationToken) =>
        await FindAsync(store, merchant, id, cancellationToken) is { } snapshot
            ? new Result<Order>.Success(snapshot.Order)
            : new Result<Order>.Failure(Problem.NotFound("withdrawal"));

    /// <summary>What is wrong with a request in itself; null when nothing is.</summary>
    public Problem? Check(Merchant merchant, NewWithdrawal request) => WithdrawalCheck.Read(directory, merchant, request).Problem;

    /// <summary>Creates a withdrawal, or finds the one that the same reference created before.</summary>
    public async Task<Result<Order>> CreateAsync(Caller caller, NewWithdrawal request, CancellationToken cancellationToken)
    {
        var (account, wanted, problem) = WithdrawalCheck.Read(directory, caller.Merchant, request);
        if (problem is not null)
            return new Result<Order>.Failure(problem);

        var start = WithdrawalCheck.Start(account!, request, wanted!, caller.Key.Owner, clock.GetUtcNow());
        // An existing order is returned first: an accepted withdrawal must be found despite changed limits or an unreachable provider.
        if (await store.ReadAsync(start.Id, cancellationToken) is { } existing)
            return await RepeatAsync(existing, start, cancellationToken);
        if (await WithdrawalCheck.RefuseAsync(account!, wanted!, cancellationToken) is { } refusal)
            return refusal;

        start = WithdrawalCheck.Spelled(start, await account!.Provider.SpellAsync(wanted!.Currency, wanted.Network, cancellationToken));
        if (await updater.TryCreateAsync(start, "create", cancellationToken) is { } created)
            return new Result<Order>.Success(created, Created: true);
        var snapshot = await store.ReadAsync(start.Id, cancellationToken) ?? throw new InvalidOperationException($"Order {start.Id} has vanished.");
        if (snapshot.Order.CreatedAt != start.CreatedAt || snapshot.Order.Request?.Fingerprint != start.Request!.Fingerprint)
            return await RepeatAsync(snapshot, start, cancellationToken);
        // Our own write, whose answer was lost, or one by a duplicate request: what follows may be done twice.
        await updater.FollowUpAsync(snapshot, cancellationToken);
        return new Result<Order>.Success(snapshot.Order, Created: true);
    }

    /// <summary>The snapshot of one of the merchant's withdrawals.</summary>
    internal static async Task<OrderSnapshot?> FindAsync(IOrderStore store, Merchant merchant, string id, CancellationToken cancellationToken) =>
        OrderId.IsWellFormed(id, OrderKind.Withdrawal)
        && await store.ReadAsync(id, cancellationToken) is { } snapshot
        && snapshot.Order.MerchantId == merchant.Id
            ? snapshot
            : null;

    private async Task<Result<Order>> RepeatAsync(OrderSnapshot snapshot, Order wanted, CancellationToken cancellationToken)
    {
        if (snapshot.Order.Request?.Fingerprint != wanted.Request!.Fingerprint)
        {
            return new Result<Order>.Failure(
                new Problem(409, "reference_conflict", "This reference was used for another withdrawal. Use a new reference for a new withdrawal.")
            );
        }
        // The writer may have died before it could list the order; for its action and its event there is the outbox relay.
        await followUps.IndexAsync(snapshot.Order, cancellationToken);
        return new Result<Order>.Success(snapshot.Order);
    }
}
