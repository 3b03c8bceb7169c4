using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Telemetry;

namespace PaymentHub.Providers;

/// <summary>The HTTP clients of the providers: two by each provider's name, one for what may be repeated and one for what must not.</summary>
internal static class ProviderHttpClientRegistration
{
    // A page of a list has 500 lines of about 500 bytes, and some room.
    private const int MaxAnswerBytes = 768 * 1024;

    /// <summary>
    /// How long a connection is kept with nothing on it. Many servers close theirs after 5 s, and what is sent at that very moment is lost
    /// with it: a question is asked again then, but not everything may be. The handler looks once a second.
    /// </summary>
    private static readonly TimeSpan MaxIdle = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The name of the client for requests that must not be sent twice. .NET's handler resends a request by itself if a kept connection turns out to
    /// be dead before any of the content was sent; and if a connection dies during a request, it is unclear whether the request was read. A new
    /// connection for each request avoids both.
    /// </summary>
    public static string Once(string provider) => $"{provider}.once";

    /// <summary>Registers clients that follow no redirects, keep no cookies and take no endless answers.</summary>
    public static void AddProviderHttpClients(this IServiceCollection services, string provider)
    {
        Add(services, provider, provider, TimeSpan.FromMinutes(5));
        // A lifetime of zero: no connection is used twice.
        Add(services, Once(provider), provider, TimeSpan.Zero);
    }

    private static void Add(IServiceCollection services, string name, string provider, TimeSpan connectionLifetime) =>
        services
            .AddHttpClient(
                name,
                client =>
                {
                    // The time is limited per call, repetitions included, by ProviderHttpClient.
                    client.Timeout = Timeout.InfiniteTimeSpan;
                    client.MaxResponseContentBufferSize = MaxAnswerBytes;
                }
            )
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    // A redirected POST would lose its body, and a signed request is meant for one address.
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    // Which of our traces a request belongs to is nothing to a provider.
                    ActivityHeadersPropagator = null,
                    // Some compress whatever they are asked. The bound above is on what comes out.
                    AutomaticDecompression = DecompressionMethods.All,
                    PooledConnectionLifetime = connectionLifetime,
                    PooledConnectionIdleTimeout = MaxIdle,
                }
            )
            .AddHttpMessageHandler(services => new ProviderCallMeter(provider, services.GetRequiredService<TimeProvider>()))
            // The factory's own loggers write addresses, and ours name customers.
            .RemoveAllLoggers();
}

/// <summary>Times the calls to a provider, each try by itself until its answer
/// begins. Where they go to is not told: addresses name customers.</summary>
internal sealed class ProviderCallMeter(string provider, TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var outcome = "no_answer";
        using var span = HubTrace.Call("call provider", ("Provider", provider));
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            outcome = (int)response.StatusCode switch
            {
                < 400 => "ok",
                < 500 => "http_4xx",
                _ => "http_5xx",
            };
            return response;
        }
        finally
        {
            span.Ended(outcome, outcome == "ok");
            HubMetrics.ProviderCalled(provider, outcome, clock.GetElapsedTime(started));
        }
    }
}
