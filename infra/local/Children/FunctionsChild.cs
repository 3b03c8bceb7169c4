using System.Diagnostics;

namespace PaymentHub.Local.Children;

/// <summary>The function app.</summary>
internal sealed class FunctionsChild(ChildProcess process) : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Completes when it has ended, which it should not by itself.</summary>
    public Task Ended => process.Ended;

    public IReadOnlyList<string> LastLines => process.LastLines;

    /// <summary>Starts it and returns when it says that it is ready.</summary>
    /// <param name="url">Where it listens.</param>
    /// <param name="settings">Its settings, by name as in local.settings.json.</param>
    /// <exception cref="LocalRunException">It did not start.</exception>
    public static async Task<FunctionsChild> StartAsync(
        Checkout checkout, string url, IReadOnlyDictionary<string, string> settings, LogFile log, CancellationToken cancellationToken)
    {
        var process = ChildProcess.Start(Command(checkout, url, settings), log.Write);
        var functions = new FunctionsChild(process);
        try
        {
            if (await IsReadyAsync(url, process, cancellationToken))
                return functions;
        }
        catch (OperationCanceledException)
        {
            await functions.DisposeAsync();
            throw;
        }

        var why = process.Ended.IsCompleted ? "ended while starting" : $"was not ready within {Deadline.TotalSeconds:0} seconds";
        await functions.DisposeAsync();
        throw new LocalRunException($"The function app {why}; its log is {log.Path} and ends with:", process.LastLines);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static ProcessStartInfo Command(Checkout checkout, string url, IReadOnlyDictionary<string, string> settings)
    {
        // The app has no reason to watch its standard input; the guard does it for it.
        var start = new ProcessStartInfo("node", [Path.Combine(checkout.NodeTools, "guard.mjs"), Checkout.Dotnet, checkout.Hub, "--urls", url])
        {
            WorkingDirectory = Path.GetDirectoryName(checkout.Hub),
        };

        // A developer's own settings would mix with the demo's.
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("PaymentHub__", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(inherited);
        start.Environment["Functions__LocalSettings"] = "none";

        start.Environment["Logging__Console__FormatterName"] = "simple";
        start.Environment["Logging__Console__FormatterOptions__SingleLine"] = "true";
        start.Environment["Logging__Console__FormatterOptions__TimestampFormat"] = "HH:mm:ss.fff ";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return start;
    }

    private static async Task<bool> IsReadyAsync(string url, ChildProcess process, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        while (!process.Ended.IsCompleted && !deadline.IsCancellationRequested)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"{url}/health/ready"), deadline.Token);
                if (answer.IsSuccessStatusCode)
                    return true;
                await Task.Delay(Pause, deadline.Token);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(Pause, cancellationToken);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        }

        return false;
    }
}
