using PaymentHub.Merchants;
using PaymentHub.Providers;

namespace PaymentHub.Deposits;

/// <summary>A customer's deposit addresses at one account.</summary>
public sealed record CustomerAddresses(Account Account, string CustomerId, IReadOnlyList<DepositAddress> Addresses);
