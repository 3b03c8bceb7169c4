using Microsoft.Extensions.DependencyInjection;

namespace PaymentHub.Providers.UsdtGateway;

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
