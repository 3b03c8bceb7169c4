using System.Globalization;
using Microsoft.Extensions.Logging;

namespace PaymentHub.Providers.UsdtGateway;

/// <summary>The USDT gateway on TRON. Its account's base URL is the host that the gateway gave to the merchant.</summary>
internal sealed class UsdtGatewayProvider(IHttpClientFactory clients, TimeProvider clock, ILogger<UsdtGatewayProvider> logger)
    : ConfiguredProvider<UsdtGatewayOptions>(clients, clock, logger)
{
    public const string ProviderName = "usdt_gateway";

    public override string Name => ProviderName;

    protected override UsdtGatewayOptions? ReadOptions(SettingsReader settings) => UsdtGatewayOptions.Read(settings);

    protected override ExchangeOptions ExchangeOf(UsdtGatewayOptions options) => options.Exchange;

    protected override ProviderAccount Open(AccountContext account, UsdtGatewayOptions options, ProviderExchange exchange)
    {
        var signature = new UsdtGatewaySignature(options);
        var identity = ProviderIdentity.Of(ProviderName, account.BaseUrl, options.AppId.ToString(CultureInfo.InvariantCulture));
        return new UsdtGatewayAccount(identity, signature, new UsdtGatewayClient(exchange, signature, options, account.BaseUrl), options.Exchange.RequestTimeout);
    }
}
