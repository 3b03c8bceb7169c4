namespace Microsoft.Azure.Functions.Worker.Standin.Hosting;

/// <summary>The steps of ending, each a token: no new work; running invocations are asked to end; nothing more is touched.</summary>
internal sealed class Shutdown : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _cancelling = new();
    private readonly CancellationTokenSource _killed = new();

    /// <summary>No message or tick is taken any more.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Running invocations are asked to end.</summary>
    public CancellationToken Cancelling => _cancelling.Token;

    /// <summary>Storage is not touched any more, as if the process had been killed.</summary>
    public CancellationToken Killed => _killed.Token;

    public void Stop() => _stopping.Cancel();

    public void Cancel()
    {
        Stop();
        _cancelling.Cancel();
    }

    public void Kill()
    {
        // First of all, so that an invocation that ends by the cancellation finds storage closed.
        _killed.Cancel();
        Cancel();
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _cancelling.Dispose();
        _killed.Dispose();
    }
}
