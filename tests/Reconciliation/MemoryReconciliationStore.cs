using PaymentHub.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>Reconciliations in memory, with the revisions that storage has.</summary>
internal sealed class MemoryReconciliationStore : IReconciliationStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Versioned<ReconciliationJob>> _jobs = new(StringComparer.Ordinal);
    private long _writes;

    public Task AddAsync(IReadOnlyList<ReconciliationJob> jobs, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var job in jobs)
                _jobs.TryAdd(Keys.Job(job), Written(job));
        }

        return Task.CompletedTask;
    }

    public Task<DueReconciliations> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(
                new DueReconciliations([.. _jobs.Values.Where(one => one.Value.DueAt <= now).OrderBy(one => one.Value.DueAt)], [])
            );
        }
    }

    public Task<Versioned<ReconciliationJob>?> FindAsync(string key, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_jobs.GetValueOrDefault(key));
    }

    public Task<IReadOnlySet<string>> KeysAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlySet<string>>(_jobs.Keys.ToHashSet(StringComparer.Ordinal));
    }

    public async Task<IReadOnlyList<ReconciliationJob>> ListAsync(string accountId, CancellationToken cancellationToken) =>
        [.. (await FindDueAsync(DateTimeOffset.MaxValue, cancellationToken)).Jobs.Select(one => one.Value).Where(job => job.AccountId == accountId)];

    public Task<Versioned<ReconciliationJob>?> TrySaveAsync(
        Versioned<ReconciliationJob> before,
        ReconciliationJob after,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
        {
            var key = Keys.Job(after);
            return Task.FromResult(_jobs[key].Revision == before.Revision ? _jobs[key] = Written(after) : null);
        }
    }

    public bool IsOutage(Exception e) => false;

    private Versioned<ReconciliationJob> Written(ReconciliationJob job) => new(job, Interlocked.Increment(ref _writes).ToString("x", null));
}
