using Azure.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NCrontab;
using PaymentHub.Http;
using PaymentHub.Storage;
using PaymentHub.Tests.Support.App;

namespace PaymentHub.Tests.Support;

/// <summary>
/// One life of the app, in this process: its own services and middleware, its functions behind a real web server, on real queues and
/// by their schedules. It can be stopped in peace, or die so that nothing it does reaches storage any more. What the real host and
/// worker add is tested in a process of its own.
/// </summary>
internal sealed class HubProcess : IAsyncDisposable
{
    /// <summary>How long running functions have to end in peace before they are asked to.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly WebApplication _app;
    private readonly FunctionPipeline _pipeline;
    private readonly PumpEnd _end = new();
    private Task? _pumps;

    private HubProcess(WebApplicationBuilder builder, StorageProbe probe)
    {
        Probe = probe;
        _pipeline = new FunctionPipeline(builder.Services);
        _pipeline.UseMiddleware<RunningFunction>();
        _pipeline.UsePaymentHub();
        _app = builder.Build();
        // The worker does this before any function runs: the last entry is the platform's.
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor };
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        _app.UseForwardedHeaders(forwarded);
        new HttpFunctions(_pipeline, _end.Killed).Map(_app);
    }

    /// <summary>Sees every call to storage.</summary>
    public StorageProbe Probe { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<HubProcess> StartAsync(
        Uri address,
        IReadOnlyDictionary<string, string?> settings,
        ILoggerProvider? log = null,
        Action<IServiceCollection>? services = null
    )
    {
        var process = Make(address, settings, log, services);
        await process._app.StartAsync();
        process._pumps = Task.WhenAll(process.Pumps());
        return process;
    }

    /// <summary>Makes one that listens to nothing, no address and no queue: what it does is what it is told to do.</summary>
    public static HubProcess Make(
        Uri address,
        IReadOnlyDictionary<string, string?> settings,
        ILoggerProvider? log = null,
        Action<IServiceCollection>? services = null
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseKestrelCore().UseUrls(address.GetLeftPart(UriPartial.Authority));
        builder.Host.UseDefaultServiceProvider(options => options.ValidateScopes = options.ValidateOnBuild = true);
        builder.Services.AddRoutingCore();
        builder.Logging.QuietFramework();
        if (log is not null)
            builder.Logging.AddProvider(log);

        var probe = new StorageProbe();
        builder.Services.AddSingleton(new StoragePolicy(probe, HttpPipelinePosition.PerRetry));
        services?.Invoke(builder.Services);
        builder.Services.AddPaymentHub();
        return new HubProcess(builder, probe);
    }

    /// <summary>Ends it as a crash does: at once, in the middle of whatever it was doing.</summary>
    public void Kill()
    {
        Probe.Die();
        _end.Kill();
        ((IDisposable)_app).Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (_pumps is not null && !_end.Killed.IsCancellationRequested)
        {
            _end.Stop();
            using var late = new Timer(_ => _end.Cancel(), null, Grace, Timeout.InfiniteTimeSpan);
            await _app.StopAsync();
            await _pumps;
        }

        await _app.DisposeAsync();
        _end.Dispose();
    }

    private IEnumerable<Task> Pumps()
    {
        var settings = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(Repository.Root, "host.json"))
            .AddConfiguration(_app.Configuration.GetSection("AzureFunctionsJobHost"))
            .Build();
        var logger = Services.GetRequiredService<ILogger<HubProcess>>();
        foreach (var function in AppFunction.All)
        {
            if (function.Trigger is QueueTriggerAttribute queue)
            {
                Task RunAsync(string message, CancellationToken cancellationToken) =>
                    _pipeline.RunAsync(function, Services, message, cancellationToken);
                yield return new QueuePump(
                    queue.QueueName,
                    RunAsync,
                    _app.Configuration["AzureWebJobsStorage"]!,
                    Probe,
                    settings.GetSection("extensions:queues"),
                    _end,
                    logger
                ).PumpAsync();
            }
            else if (function.Trigger is TimerTriggerAttribute timer)
            {
                var schedule = CrontabSchedule.Parse(_app.Configuration[timer.Schedule.Trim('%')], new() { IncludingSeconds = true });
                yield return new TimerPump(
                    function.Name,
                    schedule,
                    token => _pipeline.RunAsync(function, Services, new TimerInfo(), token),
                    _end,
                    logger
                ).PumpAsync();
            }
        }
    }
}
