using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The calls about chains and currencies.</summary>
internal sealed class PayProtocolCatalogueCalls(PayProtocolSandbox provider)
{
    private static readonly DateTimeOffset Opened = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Answer Chains(PayProtocolRequest request) =>
        Good(request, provider.Catalogue.Chains.Select(chain => new { chainId = chain.ChainId, chainName = chain.ChainName }));

    public Answer Currencies(PayProtocolRequest request)
    {
        var chainId = request.Number("chainId");
        return Good(request, provider.Catalogue.Currencies.Where(currency => chainId is null || currency.ChainId == chainId).Select(currency => new
        {
            currencyId = currency.CurrencyId,
            chainId = currency.ChainId,
            name = currency.Name,
            symbol = currency.Symbol,
            address = currency.Address,
            decimals = currency.Decimals,
            createTime = provider.Clock.Write(Opened),
            icon = "",
        }));
    }

    private static Answer Good(PayProtocolRequest request, object data) => PayProtocolWire.Good(data, request.Account.Credentials.Name);
}
