namespace PaymentHub.Tests.Support.App;

/// <summary>The steps of ending, each a token: no new work; running invocations are asked to end; nothing more is touched.</summary>
internal sealed class PumpEnd : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _cancelling = new();
    private readonly CancellationTokenSource _killed = new();

    // Taken at once: an invocation that outlives the app still asks, and a disposed source would throw.
    public PumpEnd() => (Stopping, Cancelling, Killed) = (_stopping.Token, _cancelling.Token, _killed.Token);

    /// <summary>No message or tick is taken any more.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Running invocations are asked to end.</summary>
    public CancellationToken Cancelling { get; }

    /// <summary>Nothing is touched any more, as if the process had been killed.</summary>
    public CancellationToken Killed { get; }

    public void Stop() => _stopping.Cancel();

    public void Cancel() => _cancelling.Cancel();

    /// <summary>First of all nothing is touched, so that an invocation that ends by the cancellation finds storage closed.</summary>
    public void Kill()
    {
        _killed.Cancel();
        _stopping.Cancel();
        _cancelling.Cancel();
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _cancelling.Dispose();
        _killed.Dispose();
    }
}
