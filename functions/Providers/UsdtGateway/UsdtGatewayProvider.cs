using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PaymentHub.Providers.UsdtGateway;

/// <summary>The USDT gateway on TRON. Its account's base URL is the host that the gateway gave to the merchant.</summary>
internal sealed class UsdtGatewayProvider(IHttpClientFactory clients, TimeProvider clock, ILogger<UsdtGatewayProvider> logger)
    : ConfiguredProvider<UsdtGatewayOptions>(clients, clock, logger)
{
    public const string ProviderName = "usdt_gateway";

    public override string Name => ProviderName;

    public override IReadOnlyList<string> PlainSettings { get; } =
    [
        .. ProviderHttpOptions.Names,
        nameof(UsdtGatewayOptions.AppId),
        nameof(UsdtGatewayOptions.GatewayPublicKey),
        nameof(UsdtGatewayOptions.GatewayPublicKeyPrevious),
        nameof(UsdtGatewayOptions.RefusalCodes),
    ];

    public override string VerificationKey => nameof(UsdtGatewayOptions.GatewayPublicKey);

    protected override UsdtGatewayOptions? ReadOptions(SettingsReader settings) => UsdtGatewayOptions.Read(settings);

    protected override ProviderHttpOptions HttpOptionsOf(UsdtGatewayOptions options) => options.Http;

    protected override ProviderAccount Open(AccountContext account, UsdtGatewayOptions options, ProviderHttpClient http)
    {
        var signature = new UsdtGatewaySignature(options);
        var identity = ProviderIdentity.Of(ProviderName, account.BaseUrl, options.AppId.ToString(CultureInfo.InvariantCulture));
        return new UsdtGatewayAccount(
            identity,
            signature,
            new UsdtGatewayClient(http, signature, options, account.BaseUrl),
            options.Http.RequestTimeout
        );
    }
}

/// <summary>Registers the USDT gateway.</summary>
public static class UsdtGatewayServices
{
    /// <summary>Adds the provider <c>usdt_gateway</c> and its HTTP clients.</summary>
    public static IServiceCollection AddUsdtGateway(this IServiceCollection services)
    {
        services.AddProviderHttpClients(UsdtGatewayProvider.ProviderName);
        return services.AddSingleton<IProvider, UsdtGatewayProvider>();
    }
}
