using Microsoft.Extensions.DependencyInjection;

namespace PaymentHub.Providers.MPay;

/// <summary>Registers MPay.</summary>
public static class MPayServices
{
    /// <summary>Adds the provider <c>mpay</c> and its HTTP clients.</summary>
    public static IServiceCollection AddMPay(this IServiceCollection services)
    {
        services.AddProviderHttpClients(MPayProvider.ProviderName);
        return services.AddSingleton<IProvider, MPayProvider>();
    }
}
