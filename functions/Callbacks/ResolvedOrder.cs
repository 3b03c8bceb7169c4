using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Callbacks;

/// <summary>The order that a verified notice is about.</summary>
/// <param name="Start">The order; if the provider created it, as it is before its first notice.</param>
/// <param name="Snapshot">What is stored of it; null if nothing is, or it was not read.</param>
/// <param name="Heard">The notice as a callback said it; null if no callback did.</param>
/// <param name="Applied">The fingerprint with which the same callback content completed the order; null if not known.</param>
public sealed record ResolvedOrder(Order Start, OrderSnapshot? Snapshot, Notice? Heard = null, string? Applied = null)
{
    /// <summary>
    /// The id of the order that a notice is about, whether or not there is such an order; null if it cannot be ours. Only deposits are created by a
    /// provider: a withdrawal without our id was not made by the hub.
    /// </summary>
    public static string? IdOf(Account account, Notice notice) =>
        notice switch
        {
            { OrderId: { } orderId } => OrderId.IsWellFormed(orderId, notice.Kind) ? orderId : null,
            { Kind: OrderKind.Deposit, ProviderOrderId: { } providerOrderId } => OrderId.OfProvider(
                notice.Kind,
                account.MerchantId,
                account.Id,
                account.Provider.Origin(notice.Kind),
                providerOrderId
            ),
            _ => null,
        };

    /// <summary>The order of a notice as it is before its first notice, made by its provider.</summary>
    internal static Order Begin(Account account, Notice notice, string orderId, DateTimeOffset seenAt) =>
        new()
        {
            Id = orderId,
            Kind = notice.Kind,
            MerchantId = account.MerchantId,
            AccountId = account.Id,
            Provider = account.ProviderName,
            Status = OrderStatus.AwaitingPayment,
            ProviderOrderId = notice.ProviderOrderId,
            CreatedAt = seenAt,
            UpdatedAt = seenAt,
        };
}
