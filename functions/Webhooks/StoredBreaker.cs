namespace PaymentHub.Webhooks;

/// <summary>A breaker as it was read.</summary>
/// <param name="Breaker">The breaker.</param>
/// <param name="Revision">Names this state of it; null when it was never written.</param>
public sealed record StoredBreaker(Breaker Breaker, string? Revision);
