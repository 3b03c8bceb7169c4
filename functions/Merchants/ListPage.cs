namespace PaymentHub.Merchants;

/// <summary>One page of a list.</summary>
/// <param name="Items">What is on it; a page may be short, even empty, although more follows.</param>
/// <param name="Next">Where the next page begins; null when this is the last.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, string? Next);
