namespace PaymentHub.Storage.Operations;

/// <summary>How an account is.</summary>
/// <param name="LastCallbackAt">When its last callback came, to the minute; null when none was ever processed.</param>
/// <param name="LastSweepAt">When one of its provider's lists was last read to its end; null when none was.</param>
/// <param name="OpenOrders">How many of its orders the hub has work with, or wait for approval.</param>
/// <param name="OpenOrdersComplete">False when there may be more: counting ends after so many reads.</param>
public sealed record AccountHealth(
    string Account, string Merchant, string Provider, DateTimeOffset? LastCallbackAt, DateTimeOffset? LastSweepAt, int OpenOrders, bool OpenOrdersComplete);
