using FunctionsHost.Logs;
using FunctionsHost.Settings;
using FunctionsHost.Worker;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FunctionsHost.Triggers;

/// <summary>Runs the queue and timer functions: the WebJobs SDK, which is what the real host has inside.</summary>
internal sealed class TriggerHost : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly IHost _host;

    private TriggerHost(IHost host) => _host = host;

    /// <summary>Starts listening.</summary>
    /// <exception cref="HostException">A setting is missing, or the storage account cannot be used.</exception>
    public static async Task<TriggerHost> StartAsync(
        AppFolder app, FunctionsHostOptions options, string hostId, IReadOnlyList<FunctionDefinition> functions, WorkerSupervisor worker, HostLogs logs)
    {
        var byName = functions.ToDictionary(function => function.Name, StringComparer.Ordinal);
        var host = new HostBuilder()
            .UseEnvironment(Environments.Development)
            .ConfigureWebJobs(jobs =>
            {
                jobs.UseHostId(hostId).AddAzureStorageCoreServices().AddAzureStorageQueues();
                jobs.Services.AddSingleton<IExtensionConfigProvider>(services => new Extension(
                    new WorkerCallBindingProvider(byName, worker),
                    new TimerBindingProvider(byName, ActivatorUtilities.CreateInstance<TimerServices>(services, options.Time))));
            })
            .ConfigureAppConfiguration(configuration => configuration
                .AddEnvironmentVariables()
                .AddInMemoryCollection(options.Settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)))
                .AddInMemoryCollection(app.HostJson.ForJobs))
            .ConfigureServices(services => services
                .AddSingleton<IHostLifetime, NoSignals>()
                .AddSingleton(logs.Functions)
                .AddSingleton<ITypeLocator>(FunctionMethods.For(functions)))
            .Build();
        try
        {
            await host.StartAsync();
            return new TriggerHost(host);
        }
        catch (Exception e) when (e is not HostException)
        {
            host.Dispose();
            throw new HostException($"The queue and timer functions cannot be listened for: {e.GetBaseException().Message}", e);
        }
    }

    /// <summary>Runs a function by hand.</summary>
    public Task RunAsync(FunctionDefinition function, string? input, TimeProvider time)
    {
        object trigger = function.Trigger is TimerTrigger ? TimerFire.At(time.GetLocalNow().DateTime, null, isPastDue: false) : input ?? "";
        return _host.Services.GetRequiredService<IJobHost>().CallAsync($"Functions.{function.Name}", new Dictionary<string, object> { [FunctionMethods.TriggerParameter] = trigger });
    }

    /// <summary>Takes nothing new and waits for what runs. Without this the SDK cancels running functions at once.</summary>
    public Task DrainAsync(CancellationToken cancellationToken) => _host.Services.GetRequiredService<IDrainModeManager>().EnableDrainModeAsync(cancellationToken).WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        await _host.StopAsync(limit.Token);
        _host.Dispose();
    }

    private sealed class Extension(WorkerCallBindingProvider calls, TimerBindingProvider timers) : IExtensionConfigProvider
    {
        public void Initialize(ExtensionConfigContext context)
        {
            context.AddBindingRule<WorkerCallAttribute>().Bind(calls);
            context.AddBindingRule<WorkerTimerAttribute>().BindToTrigger(timers);
        }
    }
}
