using Microsoft.Azure.Functions.Worker.Standin.Functions;
using Microsoft.Azure.Functions.Worker.Standin.Http;
using Microsoft.Azure.Functions.Worker.Standin.Queues;
using Microsoft.Azure.Functions.Worker.Standin.Timers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Standin.Hosting;

/// <summary>Finds the functions, starts what triggers them, and ends it.</summary>
internal sealed partial class FunctionsRuntime(IServiceProvider services, FunctionPipeline pipeline, FunctionsWeb web, ILoggerFactory loggers)
    : IHostedService, IDisposable
{
    /// <summary>How long cut-off invocations may take to notice.</summary>
    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(1);

    private readonly Shutdown _shutdown = new();
    private readonly ILogger _logger = loggers.CreateLogger<FunctionsRuntime>();
    private Task _listening = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = services.GetRequiredService<IConfiguration>();
        var hostJson = new HostJson(settings, services.GetRequiredService<IHostEnvironment>());
        var scopes = services.GetRequiredService<IServiceScopeFactory>();
        var invokers = FunctionCatalog.Find(settings)
            .Select(function => new FunctionInvoker(function, pipeline, scopes, _shutdown, loggers))
            .ToArray();
        var ofHttp = invokers.Where(invoker => invoker.Function.TriggerAttribute is HttpTriggerAttribute).ToArray();
        if (ofHttp.Length > 0 && !pipeline.TakesHttp)
            throw ofHttp[0].Function.Invalid("HTTP functions need the builder's ConfigureFunctionsWebApplication().");

        var listeners = Listeners(invokers, settings, hostJson);
        await web.StartAsync(ofHttp, hostJson["extensions:http:routePrefix"] ?? "api", cancellationToken);
        // Each on the pool, so that a timer that runs at start does not hold the start up.
        _listening = Task.WhenAll(listeners.Select(listener => Task.Run(listener.ListenAsync, CancellationToken.None)));
        Log.Started(_logger, invokers.Length);
    }

    /// <summary>Takes no new message or tick, waits for the running invocations until the token ends them, then stops HTTP.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _shutdown.Stop();
        await Task.WhenAny(_listening, Task.Delay(Timeout.Infinite, cancellationToken));
        if (!_listening.IsCompleted)
        {
            Log.CutOff(_logger);
            _shutdown.Cancel();
            await Task.WhenAny(_listening, Task.Delay(LastMoment, CancellationToken.None));
        }

        await web.StopAsync(cancellationToken);
        _shutdown.Cancel();
    }

    /// <summary>Ends at once, as far as that can be done within a process. Does nothing after a stop.</summary>
    public async Task KillAsync()
    {
        _shutdown.Kill();
        await web.StopAsync(new CancellationToken(canceled: true));
        await Task.WhenAny(_listening, Task.Delay(LastMoment, CancellationToken.None));
    }

    public void Dispose() => _shutdown.Dispose();

    private IListener[] Listeners(FunctionInvoker[] invokers, IConfiguration settings, HostJson hostJson)
    {
        var queues = QueueSettings.Read(hostJson, settings);
        var clients = new QueueClients(settings, services.GetServices<global::Azure.Core.Pipeline.HttpPipelinePolicy>());
        var clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        return
        [
            .. from invoker in invokers
               let listener = invoker.Function.TriggerAttribute switch
               {
                   QueueTriggerAttribute queue => new QueueListener(invoker, clients.For(invoker.Function, queue), queues, _shutdown, loggers),
                   TimerTriggerAttribute timer => new TimerListener(
                       invoker, TimerSchedule.Parse(invoker.Function, Expression.Resolve(timer.Schedule, settings)), timer.RunOnStartup, clock, _shutdown),
                   _ => (IListener?)null,
               }
               where listener is not null
               select listener,
        ];
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Host started with {Count} functions")]
        public static partial void Started(ILogger logger, int count);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Invocations are cut off: they did not end within the shutdown timeout")]
        public static partial void CutOff(ILogger logger);
    }
}
