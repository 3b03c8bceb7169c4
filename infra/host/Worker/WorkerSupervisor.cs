using FunctionsHost.Settings;
using FunctionsHost.Worker.Rpc;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Worker;

/// <summary>Keeps a worker running: starts it, and another when it dies.</summary>
/// <param name="start">Starts one and returns when it is ready to load functions.</param>
internal sealed partial class WorkerSupervisor(AppFolder app, Func<Task<WorkerInstance>> start, FunctionsHostOptions options, ILogger log)
    : IAsyncDisposable
{
    /// <summary>So many errors within so long, and the host gives up.</summary>
    public const int MaxErrors = 3;

    /// <summary>A worker that wants to be started again ends with this code.</summary>
    public const int RestartWanted = 200;

    private static readonly TimeSpan ErrorWindow = TimeSpan.FromMinutes(30);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _cut = new();
    private readonly TaskCompletionSource<HostException> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<DateTimeOffset> _errors = new();
    private volatile TaskCompletionSource<WorkerInstance> _current = New();
    private IReadOnlyList<FunctionDefinition> _functions = [];
    private DateTimeOffset _lastStart;
    private Task _watch = Task.CompletedTask;

    /// <summary>Completes when no worker can be kept running, with the reason.</summary>
    public Task<HostException> Failed => _failed.Task;

    /// <summary>The process that runs now; null while there is none.</summary>
    public WorkerInstance? Running => _current.Task is { IsCompletedSuccessfully: true } task && !task.Result.IsGone ? task.Result : null;

    /// <summary>Starts the first worker.</summary>
    /// <exception cref="HostException">It did not start.</exception>
    public async Task<IReadOnlyList<FunctionDefinition>> StartAsync()
    {
        _lastStart = options.Time.GetUtcNow();
        var worker = await start();
        try
        {
            _functions =
            [
                .. (await worker.FunctionsAsync(app))
                    .Select(FunctionDefinition.Read)
                    .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase),
            ];
            await worker.LoadAsync(_functions);
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }

        _current.SetResult(worker);
        _watch = WatchAsync(worker);
        return _functions;
    }

    /// <summary>The worker that runs, or the next one.</summary>
    public async Task<WorkerInstance> CurrentAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var current = _current;
            var worker = await current.Task.WaitAsync(cancellationToken);
            if (!worker.IsGone)
                return worker;
            // The watcher replaces it in a moment.
            await worker.Exited.WaitAsync(cancellationToken);
            if (_current == current)
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }

    /// <summary>Has a function run by the worker that runs, or the next one.</summary>
    public async Task<InvocationResponse> InvokeAsync(FunctionDefinition function, InvocationRequest request, CancellationToken cancellationToken) =>
        await InvokeAsync(await CurrentAsync(cancellationToken), function, request, cancellationToken);

    /// <summary>Has a function run by a certain worker. One that takes longer than host.json allows costs the worker its life, as on Azure.</summary>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public async Task<InvocationResponse> InvokeAsync(
        WorkerInstance worker,
        FunctionDefinition function,
        InvocationRequest request,
        CancellationToken cancellationToken
    )
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cut.Token);
        var invocation = worker.InvokeAsync(function, request, linked.Token);
        if (app.HostJson.FunctionTimeout is not { } limit)
            return await invocation;
        try
        {
            return await invocation.WaitAsync(limit, options.Time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            var message = $"'Functions.{function.Name}' took longer than functionTimeout ({limit}) and was ended, with its worker.";
            Log.TimedOut(log, message);
            worker.Replace();
            throw new TimeoutException(message);
        }
    }

    /// <summary>Asks every function that runs to stop.</summary>
    public void CancelInvocations() => _cut.Cancel();

    /// <summary>Ends the worker, and starts none any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        // Either nobody runs, and one that is just being started sees that it is not wanted; or this is the last one.
        if (!_current.TrySetCanceled() && Running is { } worker)
            await worker.DisposeAsync();
        await _watch;
        _stopping.Dispose();
        _cut.Dispose();
    }

    private async Task WatchAsync(WorkerInstance worker)
    {
        var code = await worker.Exited;
        while (!_stopping.IsCancellationRequested)
        {
            if (_current.Task.IsCompleted)
                _current = New();
            if (code == 0)
            {
                // As the real host: who ends well is not started again. Invocations wait in vain.
                Log.Ended(log);
                return;
            }

            Log.Died(log, code);
            if (code != RestartWanted && !worker.IsReplaced && HasFailedTooOften())
            {
                _failed.TrySetResult(
                    new HostException(
                        $"The worker failed {MaxErrors} times within {ErrorWindow.TotalMinutes:0} minutes, last with exit code {code}: the host gives up. It said:{Environment.NewLine}{worker.LastErrors}"
                    )
                );
                return;
            }

            try
            {
                await WaitForTurnAsync();
                if (await StartAnotherAsync() is not { } another)
                    return;
                await worker.DisposeAsync();
                worker = another;
                code = await worker.Exited;
            }
            catch (HostException e)
            {
                Log.NotRestarted(log, e.Message);
                code = 1;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <returns>Null when it is not wanted any more.</returns>
    private async Task<WorkerInstance?> StartAnotherAsync()
    {
        var worker = await start();
        try
        {
            await worker.LoadAsync(_functions);
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }

        if (!_stopping.IsCancellationRequested && _current.TrySetResult(worker))
        {
            Log.Restarted(log, worker.ProcessId);
            return worker;
        }

        await worker.DisposeAsync();
        return null;
    }

    private async Task WaitForTurnAsync()
    {
        _stopping.Token.ThrowIfCancellationRequested();
        var wait = _lastStart + options.RestartInterval - options.Time.GetUtcNow();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, options.Time, _stopping.Token);
        _lastStart = options.Time.GetUtcNow();
    }

    private bool HasFailedTooOften()
    {
        var now = options.Time.GetUtcNow();
        _errors.Enqueue(now);
        while (_errors.Peek() < now - ErrorWindow)
            _errors.Dequeue();
        return _errors.Count >= MaxErrors;
    }

    private static TaskCompletionSource<WorkerInstance> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Message}")]
        public static partial void TimedOut(ILogger logger, string message);

        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "The worker ended by itself with exit code 0; such a one is not started again, as on Azure."
        )]
        public static partial void Ended(ILogger logger);

        [LoggerMessage(Level = LogLevel.Error, Message = "The worker ended with exit code {Code}.")]
        public static partial void Died(ILogger logger, int code);

        [LoggerMessage(Level = LogLevel.Error, Message = "The worker did not start again. {Reason}")]
        public static partial void NotRestarted(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "Another worker runs: process {ProcessId}.")]
        public static partial void Restarted(ILogger logger, int processId);
    }
}
