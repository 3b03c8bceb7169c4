using PaymentHub.Deposits;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Callbacks;

/// <summary>
/// Applies a verified notice to its order, whether a callback, a query or a reconciliation brought it: find the order, check the notice against our
/// address book, let the state machine decide.
/// </summary>
public sealed class UpdateProcessor(
    OrderUpdater updater,
    AddressOwnershipCheck ownership,
    EnteredDeposits entered,
    TakenNotices taken,
    MerchantDirectory directory
)
{
    /// <summary>Finds the order of a callback's notice; null when the notice names one that is not this account's.</summary>
    /// <param name="heard">As the callback said it.</param>
    /// <param name="isRetry">Whether an earlier attempt may have done part of it, so that the order has to be read.</param>
    public async Task<ResolvedOrder?> FindHeardAsync(
        Account account,
        Notice heard,
        DateTimeOffset seenAt,
        bool isRetry,
        CancellationToken cancellationToken
    )
    {
        if (!isRetry && taken.Find(account, heard) is { } before)
            return new ResolvedOrder(before.Order, null, heard, before.Applied);
        return await FindAsync(account, heard, seenAt, look: false, cancellationToken) is { } resolved ? resolved with { Heard = heard } : null;
    }

    /// <summary>Finds the order; null when the notice names one that is not this account's.</summary>
    /// <param name="seenAt">When we learned of it: the creation time of an order that the provider created.</param>
    /// <param name="look"> Whether to read first if an order that the provider created is stored already: a list mostly repeats known orders. A
    /// callback is mostly the first about its order and saves the read.
    /// </param>
    public async Task<ResolvedOrder?> FindAsync(Account account, Notice notice, DateTimeOffset seenAt, bool look, CancellationToken cancellationToken)
    {
        if (ResolvedOrder.IdOf(account, notice) is not { } id)
            return null;
        var madeByProvider = notice.OrderId is null;
        var snapshot = look || !madeByProvider ? await updater.FindAsync(id, cancellationToken) : null;
        if (snapshot is not null)
            return snapshot.Order.AccountId == account.Id ? new ResolvedOrder(snapshot.Order, snapshot) : null;
        return madeByProvider ? new ResolvedOrder(Begin(account, notice, id, seenAt), null) : null;
    }

    /// <summary>
    /// Applies a notice to its order. The first notice of an order that the provider created creates it here, unless an operator has entered the same
    /// deposit by hand.
    /// </summary>
    public async Task<UpdateResult> ApplyAsync(
        Account account,
        ResolvedOrder resolved,
        Notice notice,
        ChangeOrigin origin,
        CancellationToken cancellationToken
    )
    {
        if (resolved.Applied == notice.Fingerprint())
            return new UpdateResult(resolved.Start, Changed: false);
        if (resolved is { Applied: not null, Heard: { } words })
        {
            // The provider's answer has changed since, and has to be compared with the order as it is now.
            var found = await FindAsync(account, words, resolved.Start.CreatedAt, look: true, cancellationToken);
            resolved = (found ?? throw new InvalidOperationException($"Order {resolved.Start.Id} is gone.")) with { Heard = words };
        }

        var result = await ApplyFoundAsync(account, resolved, notice, origin, cancellationToken);
        // If an operator has entered it, its notices may have been applied to that order.
        if (resolved.Heard is { } heard && result.Order.Id == resolved.Start.Id)
            taken.Add(account, heard, notice, result.Order);
        return result;
    }

    private async Task<UpdateResult> ApplyFoundAsync(
        Account account,
        ResolvedOrder resolved,
        Notice notice,
        ChangeOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var known = await ownership.CheckAsync(account, notice, cancellationToken);
        (var snapshot, known) = await entered.FindAsync(account, known, resolved.Start.Id, resolved.Snapshot, cancellationToken);
        return snapshot is not null
            ? await updater.ApplyAsync(snapshot, known, origin, cancellationToken)
            : await updater.ApplyOrCreateAsync(resolved.Start, known, origin, cancellationToken);
    }

    /// <summary>
    /// The order as its provider created it. Unless it is final at once, the provider will be asked about it: a list does not show an order again
    /// once it has been read past it. If the provider cannot be asked, the order is checked when it is overdue.
    /// </summary>
    private Order Begin(Account account, Notice notice, string orderId, DateTimeOffset seenAt) =>
        ResolvedOrder.Begin(account, notice, orderId, seenAt) with
        {
            NextAction = account.Provider.AnswersQueries(notice.Kind)
                ? directory.Settings.Deposits.NextOfProvider(seenAt, 0, seenAt)
                : new ScheduledAction(ActionKind.Poll, seenAt + account.OverdueAfter),
        };
}
