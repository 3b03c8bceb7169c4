namespace PaymentHub.Providers;

/// <summary>A withdrawal as the provider is asked for it.</summary>
/// <param name="OrderId">Our id of the order; the provider keeps it as the merchant's own number.</param>
/// <param name="CustomerId">The merchant's end user.</param>
/// <param name="Amount">What to pay, positive, in units of <paramref name="Currency"/>.</param>
/// <param name="Currency">The currency's symbol, for instance USDT.</param>
/// <param name="Network">The network's name, for instance tron.</param>
/// <param name="Address">
/// Where the money goes: as the merchant wrote it when it is checked, since the canonical spelling has lost an EVM address's checksum; in its
/// canonical spelling when it is sent.
/// </param>
/// <param name="Details">What only this provider needs, by its field name in our API; empty if nothing was given.</param>
public sealed record WithdrawalRequest(
    string OrderId,
    string CustomerId,
    decimal Amount,
    string Currency,
    string Network,
    string Address,
    IReadOnlyDictionary<string, string> Details
);
