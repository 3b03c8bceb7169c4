using PaymentHub.Providers;

namespace PaymentHub.Merchants;

/// <summary>An account as its merchant sees it.</summary>
/// <param name="Currencies">What it moves; null when its provider's lists cannot be had at the moment.</param>
public sealed record AccountView(Account Account, IReadOnlyList<AccountCurrency>? Currencies);
