using System.Collections.Concurrent;

namespace PaymentHub.Sandbox.Wire;

/// <summary>What a provider does after it has answered. All of it ends with the sandbox.</summary>
internal sealed class BackgroundTasks(TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled when the sandbox ends.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Runs something in the background, after a while.</summary>
    public void Start(TimeSpan wait, Func<Task> task)
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        var run = Task.Run(() => RunAsync(wait, task));
        _running[run] = 0;
        _ = run.ContinueWith(ended => _running.TryRemove(ended, out var _), TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running.Keys);
        _stop.Dispose();
    }

    private async Task RunAsync(TimeSpan wait, Func<Task> task)
    {
        try
        {
            await Task.Delay(wait, time, _stop.Token);

            // What is still on its way then ends with whoever carries it.
            await task().WaitAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested) { }
    }
}
