namespace PaymentHub.Storage.Operations;

/// <summary>How an account is.</summary>
/// <param name="LastCallbackAt">When its last callback came, to the minute; null when none was ever processed.</param>
public sealed record AccountHealth(string Account, string Merchant, string Provider, DateTimeOffset? LastCallbackAt);
