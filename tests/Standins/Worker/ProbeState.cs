using System.Collections.Concurrent;

namespace PaymentHub.Tests.Standins.Worker;

/// <summary>What the probe functions of one host have seen, and the gate that holds them.</summary>
public sealed class ProbeState : IDisposable
{
    private readonly Lock _lock = new();

    public ConcurrentQueue<string> Seen { get; } = new();

    public SemaphoreSlim Gate { get; } = new(0);

    public int Running { get; private set; }

    public int MostRunning { get; private set; }

    public void Add(string what) => Seen.Enqueue(what);

    /// <summary>Counts a run that waits at the gate.</summary>
    public async Task PassGateAsync(CancellationToken cancellationToken)
    {
        Count(1);
        try
        {
            await Gate.WaitAsync(cancellationToken);
        }
        finally
        {
            Count(-1);
        }
    }

    public void Dispose() => Gate.Dispose();

    private void Count(int change)
    {
        lock (_lock)
        {
            Running += change;
            MostRunning = Math.Max(MostRunning, Running);
        }
    }
}
