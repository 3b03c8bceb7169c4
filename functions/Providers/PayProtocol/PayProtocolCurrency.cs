namespace PaymentHub.Providers.PayProtocol;

/// <summary>What the provider's lists say about a currency on a chain.</summary>
/// <param name="Symbol">For instance USDT.</param>
/// <param name="Decimals">An integer amount on the wire is the amount × 10^Decimals.</param>
/// <param name="Network">Our name of the chain.</param>
internal sealed record PayProtocolCurrency(string Symbol, int Decimals, string Network)
{
    /// <summary>The address of its contract, in its canonical spelling; null for the chain's own coin.</summary>
    public string? Contract { get; init; }
}
