using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace PaymentHub.Providers.UsdtGateway;

/// <summary>The USDT gateway on TRON. Its account's base URL is the host that the gateway gave to the merchant.</summary>
internal sealed class UsdtGatewayProvider(IHttpClientFactory clients, TimeProvider clock, ILogger<UsdtGatewayProvider> logger) : IProvider
{
    public const string ProviderName = "usdt_gateway";

    public string Name => ProviderName;

    public IEnumerable<string> Mistakes(IConfiguration settings)
    {
        var reader = new SettingsReader(settings);
        UsdtGatewayOptions.Read(reader);
        reader.NoOthers();
        return reader.Mistakes;
    }

    public ProviderAccount Open(AccountContext account)
    {
        var options = UsdtGatewayOptions.Read(new SettingsReader(account.Settings))
            ?? throw new InvalidOperationException($"The settings of account {account.AccountId} have mistakes.");
        var signature = new UsdtGatewaySignature(options);
        var exchange = new ProviderExchange(clients, Name, account, options.Exchange, clock, logger);
        return new UsdtGatewayAccount(signature, new UsdtGatewayClient(exchange, signature, options, account.BaseUrl));
    }
}
