using Microsoft.Extensions.DependencyInjection;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>Registers Pay Protocol.</summary>
public static class PayProtocolServices
{
    /// <summary>Adds the provider <c>pay_protocol</c> and its HTTP client of the same name.</summary>
    public static IServiceCollection AddPayProtocol(this IServiceCollection services)
    {
        services.AddProviderHttpClient(PayProtocolProvider.ProviderName);
        return services.AddSingleton<IProvider, PayProtocolProvider>();
    }
}
