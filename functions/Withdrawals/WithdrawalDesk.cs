using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Withdrawals;

/// <summary>
/// Takes merchants' requests for withdrawals. A request comes to one order, stored with the promise to send it before anything
/// else happens, under an id made from the merchant's reference: however often it comes, the money leaves once.
/// </summary>
public sealed class WithdrawalDesk(MerchantDirectory directory, IOrderStore store, OrderLedger ledger, IFollowUps followUps, TimeProvider clock)
{
    /// <summary>One of the merchant's withdrawals.</summary>
    public async Task<Answer<Order>> FindAsync(Merchant merchant, string id, CancellationToken cancellationToken) =>
        await FindAsync(store, merchant, id, cancellationToken) is { } file
            ? new Answer<Order>.Done(file.Order)
            : new Answer<Order>.Not(Problem.NotFound("withdrawal"));

    /// <summary>What is wrong with a request in itself; null when nothing is.</summary>
    public Problem? Check(Merchant merchant, NewWithdrawal request) => WithdrawalCheck.Read(directory, merchant, request).Problem;

    /// <summary>Creates a withdrawal, or finds the one that the same reference created before.</summary>
    public async Task<Answer<Order>> CreateAsync(Caller caller, NewWithdrawal request, CancellationToken cancellationToken)
    {
        var (account, wanted, problem) = WithdrawalCheck.Read(directory, caller.Merchant, request);
        if (problem is not null)
            return new Answer<Order>.Not(problem);

        var start = WithdrawalCheck.Start(account!, request, wanted!, caller.Key.Owner, clock.GetUtcNow());
        // What exists is answered first: neither changed limits nor an unreachable provider make an accepted withdrawal unknown.
        if (await store.ReadAsync(start.Id, cancellationToken) is { } existing)
            return await RepeatAsync(existing, start, cancellationToken);
        if (await WithdrawalCheck.RefuseAsync(account!, wanted!, cancellationToken) is { } refusal)
            return refusal;

        start = WithdrawalCheck.Spelled(start, await account!.Provider.SpellAsync(wanted!.Currency, wanted.Network, cancellationToken));
        if (await ledger.TryCreateAsync(start, "create", cancellationToken) is { } created)
            return new Answer<Order>.Done(created, Created: true);
        var file = await store.ReadAsync(start.Id, cancellationToken) ?? throw new InvalidOperationException($"Order {start.Id} has vanished.");
        if (file.Order.CreatedAt != start.CreatedAt || file.Order.Request?.Fingerprint != start.Request!.Fingerprint)
            return await RepeatAsync(file, start, cancellationToken);
        // Our own write, whose answer was lost, or a twin's of the very same moment: what follows may be done twice.
        await ledger.FollowUpAsync(file, cancellationToken);
        return new Answer<Order>.Done(file.Order, Created: true);
    }

    /// <summary>The file of one of the merchant's withdrawals.</summary>
    internal static async Task<OrderFile?> FindAsync(IOrderStore store, Merchant merchant, string id, CancellationToken cancellationToken) =>
        OrderId.IsWellFormed(id, OrderKind.Withdrawal) && await store.ReadAsync(id, cancellationToken) is { } file && file.Order.MerchantId == merchant.Id ? file : null;

    private async Task<Answer<Order>> RepeatAsync(OrderFile file, Order wanted, CancellationToken cancellationToken)
    {
        if (file.Order.Request?.Fingerprint != wanted.Request!.Fingerprint)
            return new Answer<Order>.Not(new Problem(409, "reference_conflict", "This reference was used for another withdrawal. Use a new one for a new withdrawal."));
        // Whoever wrote it may have died before it could list the order; its work and its event have the sweep.
        await followUps.ListAsync(file.Order, cancellationToken);
        return new Answer<Order>.Done(file.Order);
    }
}
