using System.Globalization;
using System.Text.Json;
using PaymentHub.Money;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>The provider's two lists as they were read together: chains by id, and currencies by chain and id.</summary>
internal sealed record PayProtocolLists(
    IReadOnlyDictionary<string, string> Networks,
    IReadOnlyDictionary<(string ChainId, string CurrencyId), PayProtocolCurrency> Currencies
)
{
    public static PayProtocolLists None { get; } = new(new Dictionary<string, string>(), new Dictionary<(string, string), PayProtocolCurrency>());

    /// <summary>
    /// Reads the lists. An item that cannot be read, or that appears twice with different content, is left out, never guessed: it stays unknown, and
    /// what needs it waits.
    /// </summary>
    public static PayProtocolLists Read(JsonElement chains, JsonElement currencies, PayProtocolOptions options)
    {
        var networks = Index(Items(chains), item => Network(item, options));
        return new PayProtocolLists(networks, PayProtocolCoins.Mark(Index(Items(currencies), item => Currency(item, networks)), options.CurrencyIds));
    }

    /// <summary>Whether there is something in both.</summary>
    public bool IsWhole => Networks.Count > 0 && Currencies.Count > 0;

    /// <summary>These, and where one of them is empty the other's.</summary>
    public PayProtocolLists Or(PayProtocolLists other) =>
        new(Networks.Count > 0 ? Networks : other.Networks, Currencies.Count > 0 ? Currencies : other.Currencies);

    /// <summary>Every currency of that symbol, in whatever case, on that network, of
    /// which each may be meant; one, when it is known which is.</summary>
    public IReadOnlyList<PayProtocolRoute> Routes(string symbol, string network)
    {
        var all = Currencies
            .Where(item => item.Value.Network == network && item.Value.Symbol.Equals(symbol, StringComparison.OrdinalIgnoreCase))
            .Select(item => new PayProtocolRoute(item.Key.ChainId, item.Key.CurrencyId, item.Value))
            .ToList();
        return all.Find(route => route.Currency.Rank == CoinRank.Named) is { } named ? [named] : all;
    }

    /// <summary>The currency that a symbol means on a chain; null when there is none, or nothing tells which.</summary>
    public PayProtocolCurrency? Find(string chainId, string symbol)
    {
        var all = Currencies
            .Where(item => item.Key.ChainId == chainId && item.Value.Symbol.Equals(symbol, StringComparison.OrdinalIgnoreCase))
            .Select(item => item.Value)
            .ToList();
        return all.Find(currency => currency.Rank != CoinRank.Other) ?? (all is [var only] ? only : null);
    }

    /// <summary>Whether an address is that of a currency's contract on that network, whichever currency's.</summary>
    public bool HasContract(string address, string network) =>
        AddressFormat.Canonical(address) is var canonical
        && Currencies.Values.Any(currency => currency.Network == network && currency.Contract == canonical);

    private static (string, string)? Network(JsonElement item, PayProtocolOptions options)
    {
        var fields = new JsonFields(item);
        var (id, name) = (fields.Digits("chainId"), fields.Text("chainName"));
        return fields.Wrong is null ? (id, PayProtocolNetworks.NameOf(name, options.NetworkNames)) : null;
    }

    private static ((string, string), PayProtocolCurrency)? Currency(JsonElement item, Dictionary<string, string> networks)
    {
        var fields = new JsonFields(item);
        var (id, chain, symbol, digits) = (fields.Digits("currencyId"), fields.Digits("chainId"), fields.Text("symbol"), fields.Digits("decimals"));
        var contract = fields.OptionalText("address");
        return
            fields.Wrong is null
            && byte.TryParse(digits, CultureInfo.InvariantCulture, out var decimals)
            && networks.TryGetValue(chain, out var network)
            ? ((chain, id), new PayProtocolCurrency(symbol, decimals, network, PayProtocolCoins.Contract(contract)))
            : null;
    }

    private static Dictionary<TKey, TValue> Index<TKey, TValue>(List<JsonElement> items, Func<JsonElement, (TKey Key, TValue Value)?> read)
        where TKey : notnull =>
        items
            .Select(read)
            .OfType<(TKey Key, TValue Value)>()
            .GroupBy(item => item.Key, item => item.Value)
            .Where(group => group.Distinct().Count() == 1)
            .ToDictionary(group => group.Key, group => group.First());

    // A bare list, or one page of the provider's usual paging.
    private static List<JsonElement> Items(JsonElement data)
    {
        var list = data.ValueKind == JsonValueKind.Object && data.TryGetProperty("list", out var inner) ? inner : data;
        return list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];
    }
}

/// <summary>Our names for the provider's chains, whose own names are not documented.</summary>
internal static class PayProtocolNetworks
{
    /// <summary>Our name of a chain: what the settings say, a usual spelling that we recognise, or its own name in lower case.</summary>
    public static string NameOf(string chainName, IReadOnlyDictionary<string, string> settings)
    {
        var name = chainName.Trim();
        if (settings.TryGetValue(name, out var set))
            return set;
        return name.ToUpperInvariant() switch
        {
            "TRON" or "TRX" or "TRC20" or "TVM" => "tron",
            "ETHEREUM" or "ETH" or "ERC20" => "ethereum",
            "BSC" or "BNB" or "BEP20" or "BNB CHAIN" or "BNB SMART CHAIN" or "BINANCE SMART CHAIN" => "bsc",
            _ => name.ToLowerInvariant(),
        };
    }
}
