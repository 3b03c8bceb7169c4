using System.Diagnostics;
using System.Globalization;
using FunctionsHost.Settings;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Worker;

/// <summary>The app's own process.</summary>
/// <remarks>
/// Its streams are read, not subscribed to: <see cref="Process"/> raises its events under a lock of its own. Its standard input is ours to
/// hold: see <see cref="StartupHook"/>.
/// </remarks>
internal sealed partial class WorkerProcess : IDisposable
{
    private const int KeptLines = 40;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly ILogger _log;
    private readonly Queue<string> _errors = new();

    private WorkerProcess(Process process, ILogger log)
    {
        _process = process;
        _log = log;
        Id = process.Id;
        Exited = WaitAsync();
    }

    public int Id { get; }

    /// <summary>Completes with the exit code, after the last lines.</summary>
    public Task<int> Exited { get; }

    /// <summary>What it wrote last to standard error.</summary>
    public string LastErrors
    {
        get
        {
            lock (_errors)
                return string.Join(Environment.NewLine, _errors);
        }
    }

    public static WorkerProcess Start(AppFolder app, IReadOnlyDictionary<string, string> settings, Uri host, string workerId, ILogger log)
    {
        var requestId = Guid.NewGuid().ToString();
        var max = int.MaxValue.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(
            app.Executable,
            [
                app.Assembly,
                "--host",
                host.Host,
                "--port",
                host.Port.ToString(CultureInfo.InvariantCulture),
                "--workerId",
                workerId,
                "--requestId",
                requestId,
                "--grpcMaxMessageLength",
                max,
                "--functions-uri",
                host.ToString(),
                "--functions-worker-id",
                workerId,
                "--functions-request-id",
                requestId,
                "--functions-grpc-max-message-length",
                max,
            ]
        )
        {
            WorkingDirectory = app.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        SetEnvironment(start.Environment, app, settings);
        try
        {
            return new WorkerProcess(Process.Start(start)!, log);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new HostException($"{app.Executable} cannot be started: {e.Message}", e);
        }
    }

    /// <summary>Ends it at once, with what it has started.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It is gone already.
        }
    }

    public void Dispose() => _process.Dispose();

    private static void SetEnvironment(IDictionary<string, string?> environment, AppFolder app, IReadOnlyDictionary<string, string> settings)
    {
        // Where a web server of ours listens is no business of the worker's.
        foreach (var ours in environment.Keys.Where(IsForWebServers).ToList())
            environment.Remove(ours);
        environment.TryAdd("AZURE_FUNCTIONS_ENVIRONMENT", "Development");
        foreach (var (name, value) in settings)
            environment[name] = value;
        environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        environment["FUNCTIONS_WORKER_DIRECTORY"] = app.Folder;
        environment["FUNCTIONS_APPLICATION_DIRECTORY"] = app.Folder;
        var hook = typeof(StartupHook).Assembly.Location;
        environment[StartupHook.Variable] =
            environment.TryGetValue(StartupHook.Variable, out var others) && !string.IsNullOrEmpty(others)
                ? $"{hook}{Path.PathSeparator}{others}"
                : hook;
    }

    private static bool IsForWebServers(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Kestrel__", StringComparison.OrdinalIgnoreCase);

    private async Task<int> WaitAsync()
    {
        var read = Task.WhenAll(
            ReadAsync(_process.StandardOutput, line => Log.Said(_log, LogLevel.Information, line)),
            ReadAsync(_process.StandardError, Keep)
        );
        await _process.WaitForExitAsync(CancellationToken.None);
        // A process that it started may hold its streams open for ever.
        await Task.WhenAny(read, Task.Delay(LastWords, CancellationToken.None));
        return _process.ExitCode;
    }

    private static async Task ReadAsync(StreamReader lines, Action<string> read)
    {
        while (await lines.ReadLineAsync() is { } line)
            read(line);
    }

    private void Keep(string line)
    {
        lock (_errors)
        {
            _errors.Enqueue(line);
            if (_errors.Count > KeptLines)
                _errors.Dequeue();
        }

        Log.Said(_log, line.Contains("warn", StringComparison.OrdinalIgnoreCase) ? LogLevel.Warning : LogLevel.Error, line);
    }

    private static partial class Log
    {
        [LoggerMessage(Message = "{Line}")]
        public static partial void Said(ILogger logger, LogLevel level, string line);
    }
}
