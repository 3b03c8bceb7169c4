using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Deposits;

/// <summary>
/// Leads a provider's notice about a transaction that an operator has entered by hand to the one order that counts it. The notice creates an order of
/// its own as long as nobody can have completed the entered one; from then on it is applied to the entered one.
/// </summary>
public sealed class EnteredDeposits(OrderUpdater updater, MerchantDirectory directory, TimeProvider clock)
{
    /// <summary>The order that a notice is about, and the notice with the doubt where two would count the same money.</summary>
    /// <param name="notice">With our address book's word on it.</param>
    /// <param name="orderId">The order that the provider's id names.</param>
    /// <param name="known">That order; null when there is none, or when nobody has looked.</param>
    public async Task<(OrderSnapshot? Order, Notice Notice)> FindAsync(
        Account account,
        Notice notice,
        string orderId,
        OrderSnapshot? known,
        CancellationToken cancellationToken
    )
    {
        if (!notice.MayBeEntered)
            return (known, notice);
        var entered = notice.TransactionId is { } transaction
            ? await updater.FindAsync(OrderId.OfTransaction(account.MerchantId, transaction), cancellationToken)
            : null;
        // Whoever noted the transaction may have died before the order, or somebody found that it is not to count.
        if (notice.TransactionId is not null && (entered is null || entered.Order.Id == orderId || !Counts(entered.Order, account, notice)))
            return (known, notice);

        known ??= await updater.FindAsync(orderId, cancellationToken);
        if (known is null && entered is not null)
            return (entered, notice);
        // Both are there. One that was over before has hindered the entered one, and a person can only have completed that once this one was failed.
        return known?.Order.FinalOutcome is not null && entered?.Order.Status != OrderStatus.Completed
            ? (known, notice)
            : (known, notice with { Doubt = notice.Doubt | ReviewReason.EnteredByHand });
    }

    /// <summary>Whether an entered order counts the transaction, or may by the time that this notice is applied.</summary>
    private bool Counts(Order entered, Account account, Notice notice)
    {
        if (entered.AccountId != account.Id)
            return false;
        // What it was once told it stays with; another transfer of the same transaction is another deposit.
        if (entered.ProviderOrderId is { } provided)
            return provided == notice.ProviderOrderId;
        return entered switch
        {
            { Status: OrderStatus.Failed } => false,
            { Status: OrderStatus.NeedsReview, CompletedAt: null } => clock.GetUtcNow()
                >= (entered.StatusSince ?? entered.CreatedAt) + (directory.Settings.Deposits.EntryWait / 2),
            _ => true,
        };
    }
}
