using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Standin.Functions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Standin.Http;

/// <summary>The web server of the HTTP functions. It has a container of its own; functions run in the app's.</summary>
internal sealed class FunctionsWeb(IConfiguration configuration, ILoggerFactory loggers)
{
    /// <summary>What the real host takes at most, in bytes.</summary>
    private const long MaxRequestBodySize = 104_857_600;

    /// <summary>Where Core Tools listen.</summary>
    private const string DefaultAddress = "http://127.0.0.1:7071";

    private WebApplication? _running;

    public IFeatureCollection Features { get; private set; } = new FeatureCollection();

    /// <summary>Listens. The address is the setting urls or ASPNETCORE_URLS; port 0 takes any free one.</summary>
    /// <exception cref="InvalidOperationException">A route is wrong.</exception>
    /// <exception cref="IOException">An address is in use; the message names it.</exception>
    public async Task StartAsync(IReadOnlyList<FunctionInvoker> functions, string prefix, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodySize;
        });
        builder.WebHost.UseUrls(configuration["urls"] ?? configuration["ASPNETCORE_URLS"] ?? DefaultAddress);
        builder.Logging.AddProvider(new ForwardedLogs(loggers));
        // Requests are not logged here: their paths can hold secrets.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddRouting();

        var app = _running = builder.Build();
        Features = app.Services.GetRequiredService<IServer>().Features;
        app.UseRouting();
        app.Use(AnswerUnmatched);
        var policies = app.Services.GetRequiredService<ParameterPolicyFactory>();
        ((IEndpointRouteBuilder)app).DataSources.Add(
            new DefaultEndpointDataSource(functions.Select(function => FunctionEndpoint.Create(function, prefix, policies))));
        await app.StartAsync(cancellationToken);
    }

    /// <summary>Stops taking requests and waits for the running ones until the token ends them.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _running, null) is not { } app)
            return;
        await app.StopAsync(cancellationToken);
        await app.DisposeAsync();
    }

    // The host answers 404 also where a route has the path but not the method; routing alone would say 405.
    private static Task AnswerUnmatched(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<FunctionDescriptor>() is not null)
            return next(http);
        http.SetEndpoint(null);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
