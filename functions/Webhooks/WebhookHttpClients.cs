using System.Security.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PaymentHub.Merchants;

namespace PaymentHub.Webhooks;

/// <summary>
/// The HTTP clients for webhooks. There are two, so that a connection to this machine, opened for an endpoint that may use it, is never reused for
/// one that may not.
/// </summary>
public static class WebhookHttpClients
{
    private const string Public = "webhooks";
    private const string Local = "webhooks-local";

    // A connection outlives the request that opened it and is kept for the next one: it needs a limit of its own.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a connection is kept with nothing on it. Many servers close theirs after 5 s, and what is sent at that very moment is lost
    /// with it; the handler looks once a second.
    /// </summary>
    private static readonly TimeSpan MaxIdle = TimeSpan.FromSeconds(2);

    /// <summary>How much of an answer beyond its kept start is read so that its
    /// connection can be used again, in bytes; a longer one ends it.</summary>
    private const int MaxDrain = 4 * 1024;

    /// <summary>The name of the client for an endpoint.</summary>
    public static string NameFor(WebhookEndpoint endpoint) => endpoint.AllowLocal ? Local : Public;

    public static IServiceCollection AddWebhookHttpClients(this IServiceCollection services)
    {
        services.TryAddSingleton<INetwork, SystemNetwork>();
        return services.AddClient(Public, allowLocal: false).AddClient(Local, allowLocal: true);
    }

    private static IServiceCollection AddClient(this IServiceCollection services, string name, bool allowLocal)
    {
        services
            .AddHttpClient(name)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan) // The sender's own deadline covers everything.
            .ConfigurePrimaryHttpMessageHandler(provider => Handler(new TargetConnection(provider.GetRequiredService<INetwork>(), allowLocal)))
            // The factory's own loggers write addresses, and a merchant's may hold a secret.
            .RemoveAllLoggers();
        return services;
    }

    private static SocketsHttpHandler Handler(TargetConnection connection)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect would carry a signed payment elsewhere, and a proxy would look the name up after us.
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            // The sender says itself which trace a webhook belongs to.
            ActivityHeadersPropagator = null,
            ConnectTimeout = ConnectTimeout,
            MaxResponseDrainSize = MaxDrain,
            ConnectCallback = connection.ConnectAsync,
            // The merchant may move: the name is looked up, and checked, again.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = MaxIdle,
        };
        // Whatever the machine's defaults are, nothing older.
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        return handler;
    }
}
