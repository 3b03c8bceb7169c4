namespace PaymentHub.Providers;

/// <summary>One page of a provider's list.</summary>
/// <param name="HasMore">Whether another page follows.</param>
public sealed record NoticePage(IReadOnlyList<ListedNotice> Notices, bool HasMore);
