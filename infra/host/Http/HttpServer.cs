using System.Net;
using FunctionsHost.Admin;
using FunctionsHost.Logs;
using FunctionsHost.Settings;
using FunctionsHost.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace FunctionsHost.Http;

/// <summary>What callers talk to: the functions by their routes, and the host's own pages.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private const long MaxBody = 100 * 1024 * 1024;
    private const string HomePageSwitch = "AzureWebJobsDisableHomepage";

    private readonly WebApplication _server;

    private HttpServer(WebApplication server)
    {
        _server = server;
        Address = server.Urls.Single();
    }

    public string Address { get; }

    /// <exception cref="HostException">The port is taken, or a function's route is none.</exception>
    public static async Task<HttpServer> StartAsync(
        AppFolder app,
        FunctionsHostOptions options,
        IReadOnlyList<FunctionDefinition> functions,
        WorkerSupervisor worker,
        AdminApi admin,
        HostLogs logs
    )
    {
        // Empty: nothing of this server comes from the environment, which is the app's.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = MaxBody;
                kestrel.Listen(IPAddress.Loopback, options.Port);
            });
        builder.Services.AddSingleton<IHostLifetime, NoSignals>().AddSingleton(logs.Servers).AddRouting().AddHttpForwarder();
        var server = builder.Build();
        server.UseRouting();
        server.Use((context, next) => RunAsync(context, next, HasHomePage(options)));
        var keys = new FunctionKeys(options.Keys);
        admin.Map(server, keys);
        var forwarder = server.Services.GetRequiredService<IHttpForwarder>();
        var log = logs.Functions.CreateLogger("Host.Http");
        var routes = functions
            .Where(function => function.Trigger is HttpTrigger)
            .Select(function => (Function: function, Trigger: (HttpTrigger)function.Trigger))
            .Select(one => (one.Function, one.Trigger, Pattern: Pattern(app, one.Function, one.Trigger)));
        foreach (var (order, (function, trigger, pattern)) in routes.OrderBy(route => route.Pattern, new RouteOrder()).Index())
        {
            var endpoint = new FunctionEndpoint(function, trigger.Level, keys, worker, forwarder, log);
            Map(server, pattern, trigger.Methods, endpoint.RunAsync).Add(route => ((RouteEndpointBuilder)route).Order = order);
        }

        try
        {
            await server.StartAsync();
            return new HttpServer(server);
        }
        catch (IOException e)
        {
            await server.DisposeAsync();
            throw new HostException($"Port {options.Port} cannot be listened on: {e.Message}", e);
        }
    }

    /// <summary>Takes no more connections and waits for the requests that run.</summary>
    public Task DrainAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static bool HasHomePage(FunctionsHostOptions options) =>
        !bool.TrueString.Equals(options.Setting(HomePageSwitch), StringComparison.OrdinalIgnoreCase);

    private static RoutePattern Pattern(AppFolder app, FunctionDefinition function, HttpTrigger trigger)
    {
        try
        {
            var pattern = RoutePatternFactory.Parse($"{app.HostJson.RoutePrefix}/{trigger.Route.TrimStart('/')}".Trim('/'));
            return
                pattern.PathSegments is [{ IsSimple: true } first, ..]
                && first.Parts[0] is RoutePatternLiteralPart { Content: var name }
                && name.Equals("admin", StringComparison.OrdinalIgnoreCase)
                ? throw new HostException($"The route of the function {function.Name} begins with 'admin', which is the host's.")
                : pattern;
        }
        catch (RoutePatternException e)
        {
            throw new HostException($"The route '{trigger.Route}' of the function {function.Name} is none: {e.Message}", e);
        }
    }

    private static IEndpointConventionBuilder Map(WebApplication server, RoutePattern pattern, IReadOnlyList<string> methods, RequestDelegate run) =>
        methods.Count == 0 ? server.Map(pattern, run) : server.Map(pattern, run).WithMetadata(new HttpMethodMetadata(methods));

    private static async Task RunAsync(HttpContext context, RequestDelegate next, bool hasHomePage)
    {
        // A path that has functions, but none for this method: routing would answer 405 there, the real host does not.
        if (context.GetEndpoint() is not RouteEndpoint)
            context.SetEndpoint(null);
        if (context.GetEndpoint() is null && context.Request.Path == "/")
            await HomePage.WriteAsync(context.Response, hasHomePage);
        else
            await next(context);
    }
}
