using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Operations;

/// <summary>Keeps two orders from counting one transaction, where an operator has entered one of them by hand.</summary>
public sealed class TransactionCheck(OrderLookupIndex lookups, MerchantDirectory directory, TimeProvider clock)
{
    private const int PageLength = 50;

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
    /// Why a deposit cannot be called completed now by an operator; null when it can. One that was entered by hand waits until no notice of the
    /// provider's can be under way any more that makes an order of its own; and of all orders with its transaction one alone is not failed.
    /// </summary>
    public async Task<Problem?> WhyNotCompletedAsync(Order order, CancellationToken cancellationToken)
    {
        if (order is not { Kind: OrderKind.Deposit, TransactionId: { } transaction })
            return null;
        var from = (order.StatusSince ?? order.CreatedAt) + directory.Settings.Deposits.EntryWait;
        if (order.Entry is not null && clock.GetUtcNow() < from)
        {
            return new Problem(
                409,
                "too_early",
                $"It was entered by hand, and the provider may be telling of it just now. It can be completed from {OrderJson.Time(from)} on."
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
}
