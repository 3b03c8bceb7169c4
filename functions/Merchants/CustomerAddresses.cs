using PaymentHub.Providers;

namespace PaymentHub.Merchants;

/// <summary>A customer's deposit addresses at one account.</summary>
public sealed record CustomerAddresses(Account Account, string CustomerId, IReadOnlyList<DepositAddress> Addresses);
