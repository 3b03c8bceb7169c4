using PaymentHub.Merchants;

namespace PaymentHub.Operations;

/// <summary>How an account is.</summary>
/// <param name="LastCallbackAt">When its last callback came, to the minute; null when none was ever processed.</param>
/// <param name="LastReconciledAt">When one of its provider's lists was last read to its end; null when none was.</param>
/// <param name="OpenOrders">How many of its orders the hub has work with, or wait for approval.</param>
/// <param name="OpenOrdersComplete">False when there may be more: counting ends after so many reads.</param>
public sealed record AccountHealth(
    string Account, string Merchant, string Provider, DateTimeOffset? LastCallbackAt, DateTimeOffset? LastReconciledAt, int OpenOrders, bool OpenOrdersComplete)
{
    /// <summary>Whether the app runs without it, for its settings or its merchant's have mistakes.</summary>
    public bool IsBroken { get; init; }

    /// <summary>What is wrong with its own settings.</summary>
    public IReadOnlyList<string> Mistakes { get; init; } = [];
}

/// <summary>A page of accounts, and the merchants in whose settings there are mistakes.</summary>
public sealed record AccountHealthPage(ListPage<AccountHealth> Page, IReadOnlyList<BrokenMerchant> Broken);
