namespace PaymentHub.Providers;

/// <summary>A deposit address that belongs to one customer.</summary>
/// <param name="Network">The network's name, for instance tron.</param>
/// <param name="Address">The address as the provider spells it.</param>
public sealed record DepositAddress(string Network, string Address);
