using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>Where reconciliations are kept, so that they survive whoever runs them.</summary>
public interface IReconciliationStore
{
    /// <summary>Writes new reconciliations of one account, all or none; those that stand already stay as they are.</summary>
    Task AddAsync(IReadOnlyList<ReconciliationJob> jobs, CancellationToken cancellationToken);

    /// <summary>The reconciliations that a run may take on now, the one longest due first; those that
    /// cannot be read keep nobody else's from it.</summary>
    Task<DueReconciliations> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A reconciliation by its key; null when there is none, or it cannot be read.</summary>
    Task<Versioned<ReconciliationJob>?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>The keys of all reconciliations.</summary>
    Task<IReadOnlySet<string>> KeysAsync(CancellationToken cancellationToken);

    /// <summary>An account's reconciliations: the regular ones, then its back-fills, oldest first.</summary>
    Task<IReadOnlyList<ReconciliationJob>> ListAsync(string accountId, CancellationToken cancellationToken);

    /// <summary>Writes a change of a reconciliation as it was read. Null when somebody else has changed it since.</summary>
    Task<Versioned<ReconciliationJob>?> TrySaveAsync(
        Versioned<ReconciliationJob> before,
        ReconciliationJob after,
        CancellationToken cancellationToken
    );

    /// <summary>Whether a failure means that storage is away: nothing can be written down then, and the next run goes on.</summary>
    bool IsOutage(Exception e);
}

/// <summary>What a run finds to do.</summary>
/// <param name="Jobs">The reconciliations that are due.</param>
/// <param name="Unreadable">The keys of those that are due and cannot be read.</param>
public sealed record DueReconciliations(IReadOnlyList<Versioned<ReconciliationJob>> Jobs, IReadOnlyList<string> Unreadable);
