using System.Security.Cryptography;
using System.Text;
using FunctionsHost.Admin;
using FunctionsHost.Http;
using FunctionsHost.Logs;
using FunctionsHost.Settings;
using FunctionsHost.Triggers;
using FunctionsHost.Worker;
using Microsoft.Extensions.Logging;

namespace FunctionsHost;

/// <summary>A Functions host that runs one app: its worker process, its HTTP functions on a loopback port, its queues and timers.</summary>
public sealed partial class FunctionsHostServer : IAsyncDisposable
{
    private const int LongestHostId = 32;

    private readonly FunctionsHostOptions _options;
    private readonly HostLogs _logs;
    private readonly ILogger _log;
    private readonly RpcServer _rpc;
    private readonly WorkerSupervisor _worker;
    private HttpServer? _http;
    private TriggerHost? _triggers;
    private readonly TaskCompletionSource<HostException> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposed;

    private FunctionsHostServer(AppFolder app, FunctionsHostOptions options, HostLogs logs, RpcServer rpc)
    {
        _options = options;
        _logs = logs;
        _log = logs.Functions.CreateLogger("Host");
        _rpc = rpc;
        App = app.Name;
        var workerLog = new WorkerLog(logs.Functions);
        var console = logs.Functions.CreateLogger("Host.Function.Console");
        _worker = new WorkerSupervisor(
            app,
            () =>
            {
                var channel = new WorkerChannel(Guid.NewGuid().ToString(), workerLog);
                rpc.Expect(channel);
                return WorkerInstance.StartAsync(
                    app,
                    channel,
                    () => WorkerProcess.Start(app, options.Settings, rpc.Address, channel.WorkerId, console)
                );
            },
            options,
            logs.Functions.CreateLogger("Host.Worker")
        );
    }

    /// <summary>The app's name.</summary>
    public string App { get; }

    /// <summary>How many functions it has.</summary>
    public int FunctionCount { get; private set; }

    /// <summary>Where it takes requests, without a slash at the end.</summary>
    public string Address => _http!.Address;

    /// <summary>The worker's process; null while there is none.</summary>
    public int? WorkerProcessId => _worker.Running?.ProcessId;

    /// <summary>Completes when the host cannot go on, with the reason.</summary>
    public Task<HostException> Failed => _failed.Task;

    /// <summary>Starts a host and returns when it takes requests.</summary>
    /// <exception cref="HostException">It cannot, for the reason that is the message.</exception>
    public static async Task<FunctionsHostServer> StartAsync(FunctionsHostOptions options)
    {
        var app = AppFolder.Read(options.AppFolder, options.Settings);
        var logs = HostLogs.Create(app.HostJson, options.Log, options.Time);
        var host = new FunctionsHostServer(app, options, logs, await RpcServer.StartAsync(logs));
        try
        {
            await host.StartAsync(app);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the worker's process at once, as a crash would.</summary>
    public void KillWorker() => _worker.Running?.Kill();

    /// <summary>Lets what runs come to its end, for a while, and then ends everything.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await DrainAsync();
        // Whatever runs still ends with the worker; only then have the triggers nothing to wait for.
        await _worker.DisposeAsync();
        if (_triggers is not null)
            await _triggers.DisposeAsync();
        if (_http is not null)
            await _http.DisposeAsync();
        await _rpc.DisposeAsync();
        _logs.Dispose();
    }

    private async Task StartAsync(AppFolder app)
    {
        IReadOnlyList<FunctionDefinition> functions = [.. (await _worker.StartAsync()).Where(function => !IsDisabled(function))];
        FunctionCount = functions.Count;
        var hostId = HostId(app, _options);
        var admin = new AdminApi(
            hostId,
            app.HostJson,
            functions,
            (function, input) => _triggers!.RunAsync(function, input, _options.Time),
            _logs.Functions.CreateLogger("Host.Admin")
        );
        _http = await HttpServer.StartAsync(app, _options, functions, _worker, admin, _logs);
        if (functions.Any(function => function.Trigger is not HttpTrigger))
            _triggers = await TriggerHost.StartAsync(app, _options, hostId, functions, _worker, _logs);
        _ = WatchAsync([_worker.Failed, .. _triggers is null ? Array.Empty<Task<HostException>>() : [_triggers.Failed]]);
        Log.Ready(_log, FunctionCount, Address);
    }

    private async Task WatchAsync(IEnumerable<Task<HostException>> failures) => _failed.TrySetResult(await await Task.WhenAny(failures));

    private async Task DrainAsync()
    {
        using var limit = new CancellationTokenSource(_options.DrainLimit, _options.Time);
        try
        {
            await Task.WhenAll(_http?.DrainAsync(limit.Token) ?? Task.CompletedTask, _triggers?.DrainAsync(limit.Token) ?? Task.CompletedTask);
        }
        catch (OperationCanceledException)
        {
            Log.Cut(_log, _options.DrainLimit);
            _worker.CancelInvocations();
        }
        catch (HostException e)
        {
            Log.NotDrained(_log, e.Message);
            _worker.CancelInvocations();
        }
    }

    private bool IsDisabled(FunctionDefinition function) =>
        new[] { $"AzureWebJobs.{function.Name}.Disabled", $"AzureWebJobs_{function.Name}_Disabled" }.Any(setting =>
            bool.TryParse(_options.Setting(setting), out var disabled) && disabled
        );

    // As Core Tools: of this machine and this app.
    private static string HostId(AppFolder app, FunctionsHostOptions options)
    {
        if (options.HostId is not { } id)
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName}:{app.Folder}")))[..LongestHostId];
        return
            id.Length is > 0 and <= LongestHostId
            && id.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
            && !id.StartsWith('-')
            && !id.EndsWith('-')
            ? id
            : throw new HostException($"'{id}' is no host id: it takes up to {LongestHostId} lower-case letters, digits and hyphens.");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Count} functions are ready at {Address}.")]
        public static partial void Ready(ILogger logger, int count, string address);

        [LoggerMessage(Level = LogLevel.Warning, Message = "What runs is cut off: {Reason}")]
        public static partial void NotDrained(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "What still runs after {Limit} is cut off.")]
        public static partial void Cut(ILogger logger, TimeSpan limit);
    }
}
