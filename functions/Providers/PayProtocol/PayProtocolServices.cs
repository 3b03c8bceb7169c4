using Microsoft.Extensions.DependencyInjection;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>Registers Pay Protocol.</summary>
public static class PayProtocolServices
{
    /// <summary>Adds the provider <c>pay_protocol</c> and its HTTP clients.</summary>
    public static IServiceCollection AddPayProtocol(this IServiceCollection services)
    {
        services.AddProviderHttpClients(PayProtocolProvider.ProviderName);
        return services.AddSingleton<IProvider, PayProtocolProvider>();
    }
}
