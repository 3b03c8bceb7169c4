using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Callbacks;

/// <summary>The order that a verified callback is about.</summary>
public abstract record CallbackTarget
{
    private CallbackTarget()
    {
    }

    /// <summary>One that we made, and that the provider names by our id.</summary>
    public sealed record Existing(OrderFile File) : CallbackTarget;

    /// <summary>One that the provider made; it may be new to us.</summary>
    /// <param name="Start">The order as it is before its first notice.</param>
    public sealed record Provided(Order Start) : CallbackTarget;

    /// <summary>Finds the order; null when the notice names one that is not this account's.</summary>
    public static async Task<CallbackTarget?> FindAsync(
        OrderLedger ledger, Account account, ReceivedCallback received, Notice notice, CancellationToken cancellationToken)
    {
        if (notice.OrderId is { } orderId)
            return OrderId.IsWellFormed(orderId, notice.Kind) && await ledger.FindAsync(orderId, cancellationToken) is { } file && file.Order.AccountId == account.Id
                ? new Existing(file)
                : null;
        // Money leaves only because of an order of ours: a withdrawal that names none is not.
        if (notice.Kind == OrderKind.Withdrawal || notice.ProviderOrderId is not { } providerOrderId)
            return null;

        return new Provided(new Order
        {
            Id = OrderId.OfProvider(notice.Kind, account.MerchantId, account.Id, account.Provider.Origin(notice.Kind), providerOrderId),
            Kind = notice.Kind,
            MerchantId = account.MerchantId,
            AccountId = account.Id,
            Provider = account.ProviderName,
            Status = OrderStatus.AwaitingPayment,
            ProviderOrderId = providerOrderId,
            CreatedAt = received.Callback.ReceivedAt,
            UpdatedAt = received.Callback.ReceivedAt,
        });
    }
}
