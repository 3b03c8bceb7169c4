using PaymentHub.Orders;

namespace PaymentHub.Providers;

/// <summary>One page of a provider's list.</summary>
/// <param name="Notices">The lines that could be read.</param>
/// <param name="HasMore">Whether another page follows.</param>
public sealed record NoticePage(IReadOnlyList<ListedNotice> Notices, bool HasMore)
{
    /// <summary>A sentence for each line that could not be read: one broken line must not hide the rest, nor go unnoticed.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>
    /// Names every line in the page's order, those that could not be read too: whether a list has moved, and whether it has come to
    /// its end, does not depend on what we understand of it.
    /// </summary>
    public IReadOnlyList<string> Keys { get; init; } = [.. Notices.Select(listed => listed.Key)];
}

/// <summary>One line of a provider's list of orders.</summary>
/// <param name="Notice">What it says about the order.</param>
/// <param name="CreatedAt">When the provider says that the order began; null when it does not say.</param>
public sealed record ListedNotice(Notice Notice, DateTimeOffset? CreatedAt)
{
    /// <summary>Names the order among those of its list.</summary>
    public string Key => $"{Notice.ProviderOrderId}/{Notice.OrderId}";
}
