using PaymentHub.Orders;

namespace PaymentHub.Providers;

/// <summary>One line of a provider's list of orders.</summary>
/// <param name="Notice">What it says about the order.</param>
/// <param name="CreatedAt">When the provider says that the order began; null when it does not say.</param>
public sealed record ListedNotice(Notice Notice, DateTimeOffset? CreatedAt)
{
    /// <summary>Names the order among those of its list.</summary>
    public string Key => $"{Notice.ProviderOrderId}/{Notice.OrderId}";
}
