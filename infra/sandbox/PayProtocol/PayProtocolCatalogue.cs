using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The chains and currencies that every merchant has opened. The ids are the platform's, as made up as the real ones.</summary>
public sealed class PayProtocolCatalogue
{
    public const int Tron = 1;
    public const int Ethereum = 2;
    public const int Bsc = 3;

    public const int Trx = 1;
    public const int UsdtTrc20 = 2;
    public const int UsdtErc20 = 3;
    public const int Eth = 4;
    public const int UsdtBep20 = 5;
    public const int Bnb = 6;

    private volatile PayProtocolCurrency[] _currencies =
    [
        new(Trx, Tron, "TRON", "TRX", "", 6),
        new(UsdtTrc20, Tron, "Tether USD", "USDT", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", 6),
        new(UsdtErc20, Ethereum, "Tether USD", "USDT", "0xdAC17F958D2ee523a2206206994597C13D831ec7", 6),
        new(Eth, Ethereum, "Ethereum", "ETH", "", 18),
        new(UsdtBep20, Bsc, "Tether USD", "USDT", "0x55d398326f99059fF775485246999027B3197955", 18),
        new(Bnb, Bsc, "BNB", "BNB", "", 18),
    ];

    internal PayProtocolCatalogue() { }

    public IReadOnlyList<PayProtocolChain> Chains { get; } = [new(Tron, "TRON", true), new(Ethereum, "Ethereum", false), new(Bsc, "BSC", false)];

    public IReadOnlyList<PayProtocolCurrency> Currencies => _currencies;

    /// <summary>Opens a currency while the sandbox runs: one that a client's cached list does not have.</summary>
    public void Add(PayProtocolCurrency currency) => _currencies = [.. _currencies, currency];

    /// <param name="chainId">null: whichever the currency is on.</param>
    /// <exception cref="ArgumentException">The chain has no such currency.</exception>
    internal PayProtocolCurrency Currency(int? chainId, int currencyId) =>
        _currencies.FirstOrDefault(currency => currency.CurrencyId == currencyId && (chainId ?? currency.ChainId) == currency.ChainId)
        ?? throw new ArgumentException($"There is no currency {currencyId} on chain {chainId}.");

    internal bool IsTvm(int chainId) => Chains.Any(chain => chain.ChainId == chainId && chain.Tvm);
}

/// <summary>A currency under the platform's own id.</summary>
/// <param name="Address">The token's contract; empty for the chain's own coin.</param>
public sealed record PayProtocolCurrency(int CurrencyId, int ChainId, string Name, string Symbol, string Address, int Decimals);

/// <summary>A chain under the platform's own id.</summary>
/// <param name="Tvm">Whether its addresses are TRON's; otherwise Ethereum's.</param>
public sealed record PayProtocolChain(int ChainId, string ChainName, bool Tvm);

/// <summary>The calls about chains and currencies.</summary>
internal sealed class PayProtocolCatalogueCalls(PayProtocolSandbox provider)
{
    private static readonly DateTimeOffset Opened = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Answer Chains(PayProtocolRequest request) =>
        Good(request, provider.Catalogue.Chains.Select(chain => new { chainId = chain.ChainId, chainName = chain.ChainName }));

    public Answer Currencies(PayProtocolRequest request)
    {
        var chainId = request.Number("chainId");
        return Good(
            request,
            provider
                .Catalogue.Currencies.Where(currency => chainId is null || currency.ChainId == chainId)
                .Select(currency => new
                {
                    currencyId = currency.CurrencyId,
                    chainId = currency.ChainId,
                    name = currency.Name,
                    symbol = currency.Symbol,
                    address = currency.Address,
                    decimals = currency.Decimals,
                    createTime = provider.Clock.Write(Opened),
                    icon = "",
                })
        );
    }

    private static Answer Good(PayProtocolRequest request, object data) => PayProtocolWire.Good(data, request.Account.Credentials.Name);
}
