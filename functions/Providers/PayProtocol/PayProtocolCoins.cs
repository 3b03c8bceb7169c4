using PaymentHub.Money;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>
/// Distinguishes coins that a list has under one symbol on one network: bridged ones, and fakes. Anybody can give a coin any symbol, so it means the
/// coin that the account's settings name, or else the one whose contract is known, or else the one that was listed first, with the lowest of the
/// provider's numbers.
/// </summary>
internal static class PayProtocolCoins
{
    // Tether's and Circle's own.
    private static readonly Dictionary<(string Network, string Symbol), string> Contracts = new()
    {
        [("tron", "USDT")] = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        [("ethereum", "USDT")] = "0xdac17f958d2ee523a2206206994597c13d831ec7",
        [("ethereum", "USDC")] = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48",
        [("bsc", "USDT")] = "0x55d398326f99059ff775485246999027b3197955",
        [("bsc", "USDC")] = "0x8ac76a51cc950d9822d68b83fe1ad97b32cd580d",
    };

    /// <summary>The currencies, each with its rank and the name that goes with it.</summary>
    /// <param name="named">The ids that the settings name, each as chain/currency.</param>
    public static Dictionary<(string ChainId, string CurrencyId), PayProtocolCurrency> Mark(
        IReadOnlyDictionary<(string ChainId, string CurrencyId), PayProtocolCurrency> currencies,
        IReadOnlySet<string> named
    )
    {
        var marked = new Dictionary<(string, string), PayProtocolCurrency>();
        foreach (var group in currencies.GroupBy(item => (item.Value.Network, item.Value.Symbol.ToUpperInvariant())))
        {
            var coins = group
                .OrderBy(item => item.Key.ChainId.Length)
                .ThenBy(item => item.Key.ChainId, StringComparer.Ordinal)
                .ThenBy(item => item.Key.CurrencyId.Length)
                .ThenBy(item => item.Key.CurrencyId, StringComparer.Ordinal)
                .ToList();
            var known = coins.Where(item => named.Contains($"{item.Key.ChainId}/{item.Key.CurrencyId}")).ToList();
            if (known.Count == 0)
                known = [.. coins.Where(item => item.Value.Contract is { } contract && contract == Contracts.GetValueOrDefault(group.Key))];
            var own = known.Count == 1 ? known[0].Key : coins[0].Key;
            foreach (var (id, currency) in coins)
            {
                marked[id] =
                    coins.Count == 1 ? currency
                    : id == own ? currency with { Rank = known.Count == 1 ? CoinRank.Named : CoinRank.First }
                    : currency with { Rank = CoinRank.Other, Name = $"{currency.Symbol}#{id.CurrencyId}" };
            }
        }

        return marked;
    }

    /// <summary>A contract as it is compared; null when there is none.</summary>
    public static string? Contract(string? address) => string.IsNullOrWhiteSpace(address) ? null : AddressFormat.Canonical(address);
}
