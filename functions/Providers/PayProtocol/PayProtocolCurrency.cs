namespace PaymentHub.Providers.PayProtocol;

/// <summary>What the provider's lists say about a currency on a chain.</summary>
/// <param name="Symbol">For instance USDT.</param>
/// <param name="Decimals">An integer amount on the wire is the amount × 10^Decimals.</param>
/// <param name="Network">Our name of the chain.</param>
/// <param name="Contract">Its contract on the chain, in canonical spelling; null for a chain's own coin, or when the list does not say.</param>
internal sealed record PayProtocolCurrency(string Symbol, int Decimals, string Network, string? Contract = null)
{
    /// <summary>Which of several under one symbol it is.</summary>
    public CoinRank Rank { get; init; }

    /// <summary>What it goes by: of several under one symbol only one is called by it.</summary>
    public string Name { get; init; } = Symbol;
}

/// <summary>What a currency is to its symbol on a network.</summary>
internal enum CoinRank
{
    /// <summary>The only one under it.</summary>
    Only,

    /// <summary>The one among several that the settings name, or whose contract is known to be it.</summary>
    Named,

    /// <summary>The one among several that the provider listed first. Good enough for money that comes in, and not for what we send.</summary>
    First,

    /// <summary>Another one under the same symbol.</summary>
    Other,
}
