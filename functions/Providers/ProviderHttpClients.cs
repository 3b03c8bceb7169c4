using Microsoft.Extensions.DependencyInjection;

namespace PaymentHub.Providers;

/// <summary>The HTTP clients of the providers, one by each provider's name.</summary>
internal static class ProviderHttpClients
{
    private const int MaxAnswerBytes = 256 * 1024;

    /// <summary>Registers a client that follows no redirects, keeps no cookies and takes no endless answers.</summary>
    public static IHttpClientBuilder AddProviderHttpClient(this IServiceCollection services, string provider) =>
        services.AddHttpClient(provider, client =>
            {
                // The time is limited per call, repetitions included, by ProviderExchange.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.MaxResponseContentBufferSize = MaxAnswerBytes;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirected POST would lose its body, and a signed request is meant for one address.
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            // The factory's own loggers write addresses, and ours name customers.
            .RemoveAllLoggers();
}
