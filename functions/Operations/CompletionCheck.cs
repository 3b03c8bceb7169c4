using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Money;
using PaymentHub.Orders;

namespace PaymentHub.Operations;

/// <summary>
/// Whether an operator may complete an order: its amount has to be known, and two orders must not count one transaction if an operator has entered
/// one of them by hand.
/// </summary>
public sealed class CompletionCheck(OrderLookupIndex lookups, MerchantDirectory directory, TimeProvider clock)
{
    private const int PageLength = 50;

    /// <summary>Why not; null when it may.</summary>
    public async Task<Problem?> RefuseAsync(Order order, Resolution resolution, CancellationToken cancellationToken) =>
        await RefuseAmountAsync(order, resolution, cancellationToken) ?? await RefuseTransactionAsync(order, cancellationToken);

    /// <summary>What an order comes to once it is completed: what its provider has said in the end, or else what is known; null: nothing.</summary>
    public static decimal? Said(Order order, decimal? byOperator) =>
        OrderMachine.Paid(order.FinalOutcome?.Amount) ?? OrderMachine.Paid(byOperator) ?? OrderMachine.Paid(order.Amount);

    /// <summary>Another order of the merchant's with that transaction; null when there is none.</summary>
    public async Task<Order?> FindOtherAsync(
        string merchant,
        string transactionId,
        string orderId,
        Func<Order, bool> counts,
        CancellationToken cancellationToken
    )
    {
        string? after = null;
        do
        {
            var name = OrderName.Transaction(transactionId);
            var page = await lookups.ReadAsync(merchant, name, order => order.Id != orderId && counts(order), after, PageLength, cancellationToken);
            if (page.Items is [var found, ..])
                return found;
            after = page.Next;
        } while (after is not null);
        return null;
    }

    /// <summary>
    /// A deposit that was entered by hand waits until no notice of the provider's can be under way any more that makes an order of its own; and of
    /// all orders with its transaction one alone is not failed.
    /// </summary>
    private async Task<Problem?> RefuseTransactionAsync(Order order, CancellationToken cancellationToken)
    {
        if (order is not { Kind: OrderKind.Deposit, TransactionId: { } transaction })
            return null;
        var from = (order.StatusSince ?? order.CreatedAt) + directory.Settings.Deposits.EntryWait;
        if (order.Entry is not null && clock.GetUtcNow() < from)
        {
            return new Problem(
                409,
                "too_early",
                $"It was entered by hand, and the provider may be reporting it right now. It can be completed from {OrderJson.Time(from)} on."
            )
            {
                Version = order.Version,
            };
        }

        var other = await FindOtherAsync(
            order.MerchantId,
            transaction,
            order.Id,
            one => one.Kind == OrderKind.Deposit && one.Status != OrderStatus.Failed && (one.Entry ?? order.Entry) is not null,
            cancellationToken
        );
        return other is null
            ? null
            : new Problem(
                409,
                "already_reported",
                $"{other.Id}, which is {SnakeCaseEnum.Of(other.Status)}, has the same transaction, and one of the two was entered by hand. Resolve the one as failed that is not to count; then the other can be completed."
            )
            {
                Version = order.Version,
                Order = other.Id,
            };
    }

    /// <summary>What is wrong with the amount that a completed order is to have:
    /// nobody guesses it, and what the provider said in the end stands.</summary>
    private async Task<Problem?> RefuseAmountAsync(Order order, Resolution resolution, CancellationToken cancellationToken)
    {
        if (Said(order, resolution.Amount ?? Proposal.Open(order, clock.GetUtcNow())?.Amount) is null)
        {
            // What a withdrawal pays is what was asked for.
            return order.Kind == OrderKind.Withdrawal
                ? null
                : Problem.InvalidRequest(
                    "amount",
                    $"It is required, for no provider has said how much came: in {order.Currency ?? "its currency"}, as a string."
                );
        }

        if (resolution.Amount is not { } amount)
            return null;
        if (OrderMachine.Paid(order.FinalOutcome?.Amount) is { } final && final != amount)
        {
            return new Problem(
                409,
                "amount_known",
                $"The provider has reported {Amounts.Format(final)}, and that amount stands. Leave amount out; if it is wrong, the provider has to correct it."
            )
            {
                Version = order.Version,
            };
        }

        return
            directory.FindAccount(order.AccountId) is { } account
            && await account.Provider.FindAmountMistakeAsync(amount, order.Currency, order.Network, cancellationToken) is { } mistake
            ? Problem.InvalidRequest("amount", mistake)
            : null;
    }
}
