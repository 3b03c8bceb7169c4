using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace PaymentHub.Tests.Support;

/// <summary>Sits in every HTTP client of the app, and has its way with one request to one endpoint.</summary>
internal sealed class SendProbe
{
    private Plan? _plan;

    /// <summary>What is done in the place of sending.</summary>
    /// <param name="send">Sends the request as it would have been sent; may be cancelled by itself.</param>
    public delegate Task<HttpResponseMessage> Instead(Func<CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken);

    public void AddTo(IServiceCollection services) =>
        services.ConfigureAll<HttpClientFactoryOptions>(options =>
            options.HttpMessageHandlerBuilderActions.Add(builder => builder.AdditionalHandlers.Add(new Handler(this)))
        );

    /// <summary>The next request whose path ends so is the one. Null: none is.</summary>
    public void Arm(string path, Instead? instead) => Volatile.Write(ref _plan, instead is null ? null : new(path, instead));

    private Instead? Take(HttpRequestMessage request)
    {
        var plan = Volatile.Read(ref _plan);
        return
            plan is not null
            && request.RequestUri!.AbsolutePath.EndsWith(plan.Path, StringComparison.OrdinalIgnoreCase)
            && Interlocked.CompareExchange(ref _plan, null, plan) == plan
            ? plan.Instead
            : null;
    }

    private sealed record Plan(string Path, Instead Instead);

    private sealed class Handler(SendProbe probe) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            probe.Take(request) is { } instead
                ? instead(token => base.SendAsync(request, token), cancellationToken)
                : base.SendAsync(request, cancellationToken);
    }
}
