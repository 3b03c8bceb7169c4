using System.Runtime.ExceptionServices;
using Azure;
using FunctionsHost.Logs;
using FunctionsHost.Settings;
using FunctionsHost.Worker;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Azure.WebJobs.Host.Timers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FunctionsHost.Triggers;

/// <summary>Runs the queue and timer functions: the WebJobs SDK, which is what the real host has inside.</summary>
internal sealed class TriggerHost : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly IHost _host;
    private readonly Failures _failures;
    private bool _isBroken;

    private TriggerHost(IHost host, Failures failures)
    {
        _host = host;
        _failures = failures;
    }

    /// <summary>Completes when something cannot be listened for any more, with the reason.</summary>
    public Task<HostException> Failed => _failures.First;

    /// <summary>Starts listening.</summary>
    /// <exception cref="HostException">A setting is missing, or the storage account cannot be used.</exception>
    public static async Task<TriggerHost> StartAsync(
        AppFolder app,
        FunctionsHostOptions options,
        string hostId,
        IReadOnlyList<FunctionDefinition> functions,
        WorkerSupervisor worker,
        HostLogs logs
    )
    {
        var failures = new Failures();
        var byName = functions.ToDictionary(function => function.Name, StringComparer.Ordinal);
        var host = new HostBuilder()
            .UseEnvironment(Environments.Development)
            .ConfigureWebJobs(jobs =>
            {
                jobs.UseHostId(hostId).AddAzureStorageCoreServices().AddAzureStorageQueues();
                jobs.Services.AddSingleton<IExtensionConfigProvider>(services => new Extension(
                    new WorkerCallBindingProvider(byName, worker),
                    new TimerBindingProvider(byName, ActivatorUtilities.CreateInstance<TimerServices>(services, options.Time))
                ));
            })
            .ConfigureAppConfiguration(configuration =>
                configuration
                    .AddEnvironmentVariables()
                    .AddInMemoryCollection(
                        options.Settings.Select(setting =>
                            KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)
                        )
                    )
                    .AddInMemoryCollection(app.HostJson.ForJobs)
            )
            .ConfigureServices(services =>
                services
                    .AddSingleton<IHostLifetime, NoSignals>()
                    .AddSingleton<IWebJobsExceptionHandlerFactory>(failures)
                    .AddSingleton(logs.Functions)
                    .AddSingleton<ITypeLocator>(FunctionMethods.For(functions))
            )
            .Build();
        try
        {
            var starting = host.StartAsync();
            if (await Task.WhenAny(starting, failures.First) == failures.First)
                throw await failures.First;
            await starting;
            return new TriggerHost(host, failures);
        }
        catch (HostException)
        {
            host.Dispose();
            throw;
        }
        catch (Exception e)
        {
            host.Dispose();
            throw Failures.Of(e);
        }
    }

    /// <summary>Runs a function by hand.</summary>
    public Task RunAsync(FunctionDefinition function, string? input, TimeProvider time)
    {
        object trigger = function.Trigger is TimerTrigger ? TimerFire.At(time.GetLocalNow().DateTime, null, isPastDue: false) : input ?? "";
        return _host
            .Services.GetRequiredService<IJobHost>()
            .CallAsync($"Functions.{function.Name}", new Dictionary<string, object> { [FunctionMethods.TriggerParameter] = trigger });
    }

    /// <summary>Takes nothing new and waits for what runs. Without this the SDK cancels running functions at once.</summary>
    /// <exception cref="HostException">Storage has gone, so that nothing can be waited for.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _host.Services.GetRequiredService<IDrainModeManager>().EnableDrainModeAsync(cancellationToken).WaitAsync(cancellationToken);
        }
        catch (Exception e) when (IsOfStorage(e))
        {
            _isBroken = true;
            throw Failures.Of(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            // The SDK cannot stop twice what it could not stop once.
            if (!_isBroken)
                await _host.StopAsync(limit.Token);
            _host.Dispose();
        }
        catch (Exception e) when (e is OperationCanceledException || IsOfStorage(e))
        {
            // Storage that has gone takes the locks with it: there is nothing to be given back.
        }
    }

    private bool IsOfStorage(Exception e) =>
        _isBroken || e is RequestFailedException or AggregateException || (Failed.IsCompleted && e is not OperationCanceledException);

    /// <summary>The SDK's own way with a failure in the background, such as storage that does not answer, is to end the process.</summary>
    private sealed class Failures : IWebJobsExceptionHandler, IWebJobsExceptionHandlerFactory
    {
        private readonly TaskCompletionSource<HostException> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<HostException> First => _first.Task;

        public static HostException Of(Exception e) =>
            new($"The queue and timer functions cannot be listened for: {e.GetBaseException().Message}", e);

        public IWebJobsExceptionHandler Create(IHost jobHost) => this;

        public Task OnTimeoutExceptionAsync(ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod) =>
            OnUnhandledExceptionAsync(exceptionInfo);

        public Task OnUnhandledExceptionAsync(ExceptionDispatchInfo exceptionInfo)
        {
            _first.TrySetResult(Of(exceptionInfo.SourceException));
            return Task.CompletedTask;
        }
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
