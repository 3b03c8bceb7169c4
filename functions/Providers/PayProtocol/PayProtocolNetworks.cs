namespace PaymentHub.Providers.PayProtocol;

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
