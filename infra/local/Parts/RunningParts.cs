using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace PaymentHub.Local.Parts;

/// <summary>The parts, from their start to their end.</summary>
internal sealed partial class RunningParts(DistributedApplication app, WarningLog warnings, string? dashboard) : IAsyncDisposable
{
    private const int KeptLines = 25;
    private const string StackFrame = "   at ";
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly ResourceNotificationService _news = app.Services.GetRequiredService<ResourceNotificationService>();
    private readonly ResourceLoggerService _logs = app.Services.GetRequiredService<ResourceLoggerService>();
    private readonly IHostApplicationLifetime _lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
    private Task _start = Task.CompletedTask;

    /// <summary>Says when to stop: at Ctrl+C, SIGTERM, or when the 'dotnet run' around us was killed.</summary>
    public CancellationToken Stopping => _lifetime.ApplicationStopping;

    /// <summary>The dashboard's address with its key; null: there is none.</summary>
    public string? Dashboard => dashboard;

    /// <summary>Has everything started, each part once those that it waits for are healthy.</summary>
    public void Start()
    {
        _start = app.StartAsync(CancellationToken.None);
        _ = DotnetRunWatch.StartAsync(_lifetime.StopApplication, Stopping);
    }

    /// <summary>Waits until a part is healthy or, where it comes to an end by itself, has ended well.</summary>
    /// <returns>Null; or how it ended instead.</returns>
    public async Task<PartEnd?> ReadyAsync(string part, TimeSpan patience)
    {
        var reached = _news.WaitForResourceAsync(part, one => HasEnded(one) || IsHealthy(one), Stopping);
        try
        {
            await Task.WhenAny(reached, FailedAsync()).WaitAsync(patience, Stopping);
        }
        catch (TimeoutException)
        {
            return new PartEnd(null, await LastLinesAsync(part));
        }

        if (!reached.IsCompleted && _start.Exception is { } failure)
            throw new LocalRunException("Aspire could not start the parts:", [failure.GetBaseException().Message, .. warnings.Lines]);
        var news = await reached;
        return IsHealthy(news) || (HasEnded(news) && news.Snapshot.ExitCode == 0) ? null : await EndAsync(news);
    }

    /// <summary>Completes when a part has ended.</summary>
    public async Task<PartEnd> EndedAsync(string part) => await EndAsync(await _news.WaitForResourceAsync(part, HasEnded, Stopping));

    /// <summary>Hands on every line that a part prints.</summary>
    public async Task FollowAsync(string part, Action<string> read)
    {
        try
        {
            var started = await _news.WaitForResourceAsync(part, one => one.Snapshot.StartTimeStamp is not null || HasEnded(one), Stopping);
            await foreach (var lines in _logs.WatchAsync(started.ResourceId).WithCancellation(Stopping))
            {
                foreach (var line in lines)
                    read(Text(line));
            }
        }
        catch (OperationCanceledException)
        {
            // Nothing starts any more.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lifetime.StopApplication();

        // Stopped while starting, or failed and told already: neither keeps us from stopping.
        await _start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>Completes when Aspire fails to start; that it has started is no news, for the parts wait for each other.</summary>
    private Task FailedAsync() =>
        _start
            .ContinueWith(
                start => start.IsFaulted ? Task.CompletedTask : Task.Delay(Timeout.InfiniteTimeSpan, Stopping),
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default
            )
            .Unwrap();

    private async Task<PartEnd> EndAsync(ResourceEvent news) => new(news.Snapshot.ExitCode, await LinesAsync(news.ResourceId));

    private async Task<IReadOnlyList<string>> LastLinesAsync(string part) =>
        _news.TryGetCurrentState(part, out var news) ? await LinesAsync(news.ResourceId) : [];

    /// <summary>What it wrote last to standard error, or printed at all when it wrote nothing there; without the frames of stack traces.</summary>
    private async Task<IReadOnlyList<string>> LinesAsync(string id)
    {
        var lines = new List<LogLine>();
        using var enough = new CancellationTokenSource(LastWords);
        try
        {
            await foreach (var some in _logs.GetAllAsync(id).WithCancellation(enough.Token))
                lines.AddRange(some);
        }
        catch (OperationCanceledException)
        {
            // What has come has to do.
        }

        var errors = lines.Where(line => line.IsErrorMessage).ToList();
        return
        [
            .. (errors.Count > 0 ? errors : lines).Select(line => WithoutStackTrace(Text(line))).Where(line => line.Length > 0).TakeLast(KeptLines),
        ];
    }

    private static bool HasEnded(ResourceEvent news) => news.Snapshot.State?.Text is { } state && KnownResourceStates.TerminalStates.Contains(state);

    private static bool IsHealthy(ResourceEvent news) =>
        news.Snapshot.State?.Text == KnownResourceStates.Running
        && news.Snapshot.HealthStatus == HealthStatus.Healthy
        && news.Resource.Name != LocalParts.NodeTools;

    // A logger that writes an entry in one line puts the frames behind the message.
    private static string WithoutStackTrace(string line)
    {
        var frames = line.IndexOf(StackFrame, StringComparison.Ordinal);
        return (frames < 0 ? line : line[..frames]).TrimEnd();
    }

    private static string Text(LogLine line) => Stamp().Replace(line.Content, "");

    // The time that Aspire puts before each line.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT[\d:.]+Z ")]
    private static partial Regex Stamp();
}

/// <summary>How a part ended, or did not get ready.</summary>
/// <param name="ExitCode">Null when it is still there, or never was.</param>
/// <param name="LastLines">What it said last.</param>
internal sealed record PartEnd(int? ExitCode, IReadOnlyList<string> LastLines);
