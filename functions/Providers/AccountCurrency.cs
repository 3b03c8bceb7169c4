namespace PaymentHub.Providers;

/// <summary>A currency that an account moves.</summary>
/// <param name="Symbol">For instance USDT.</param>
/// <param name="Network">Our name of its network; null when the currency has none.</param>
public sealed record AccountCurrency(string Symbol, string? Network);
