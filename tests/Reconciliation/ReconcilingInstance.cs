using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Reconciliation;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>One instance of the app as far as it reconciles: it takes the calls that it makes, four at once.</summary>
internal sealed class ReconcilingInstance(
    IReconciliationStore store,
    ReconciliationRunner runner,
    MerchantDirectory directory,
    TimeProvider clock,
    ILogger<ReconciliationScheduler> logger
)
{
    private const int AtOnce = 4;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var calls = new RecordingReconciliationQueue();
        await new ReconciliationScheduler(store, calls, directory, clock, logger).RunAsync(cancellationToken);
        using var turns = new SemaphoreSlim(AtOnce);
        await Task.WhenAll(calls.Take().Select(TakeAsync));

        async Task TakeAsync(string key)
        {
            await turns.WaitAsync(cancellationToken);
            try
            {
                if (await store.FindAsync(key, cancellationToken) is { } due && due.Value.DueAt <= clock.GetUtcNow())
                    await runner.TryRunAsync(due, cancellationToken);
            }
            finally
            {
                turns.Release();
            }
        }
    }
}

/// <summary>A queue that keeps the calls in their order.</summary>
internal sealed class RecordingReconciliationQueue : IReconciliationQueue
{
    private readonly Lock _gate = new();
    private readonly List<string> _calls = [];

    /// <summary>The calls since the last time.</summary>
    public IReadOnlyList<string> Take()
    {
        lock (_gate)
        {
            string[] all = [.. _calls];
            _calls.Clear();
            return all;
        }
    }

    public Task<bool> TryCallAsync(string key, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        lock (_gate)
            _calls.Add(key);
        return Task.FromResult(true);
    }
}
