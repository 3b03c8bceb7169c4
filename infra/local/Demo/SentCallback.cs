namespace PaymentHub.Local.Demo;

/// <summary>An attempt at a callback, as the sandbox tells it.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="OrderId">The provider's id of the order.</param>
/// <param name="At">When it was sent.</param>
internal sealed record SentCallback(string Provider, string OrderId, DateTimeOffset At, int? Status, bool Acknowledged);
