namespace PaymentHub.Providers;

/// <summary>One page of a provider's list.</summary>
/// <param name="HasMore">Whether another page follows.</param>
public sealed record NoticePage(IReadOnlyList<ListedNotice> Notices, bool HasMore)
{
    /// <summary>A sentence for each line that could not be read: one broken line must not hide the rest, nor go unnoticed.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];
}
