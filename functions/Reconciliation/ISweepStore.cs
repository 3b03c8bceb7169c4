namespace PaymentHub.Reconciliation;

/// <summary>Where sweeps are kept, so that they survive whoever runs them.</summary>
public interface ISweepStore
{
    /// <summary>Writes new sweeps of one account, all or none; those that stand already stay as they are.</summary>
    Task AddAsync(IReadOnlyList<AccountSweep> sweeps, CancellationToken cancellationToken);

    /// <summary>The sweeps that a run may take on now; those that cannot be read keep nobody else's from it.</summary>
    Task<DueSweeps> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>An account's sweeps: the regular ones, then its back-fills, oldest first.</summary>
    Task<IReadOnlyList<AccountSweep>> ListAsync(string accountId, CancellationToken cancellationToken);

    /// <summary>Writes a change of a sweep as it was read. Null when somebody else has changed it since.</summary>
    Task<StoredSweep?> TrySaveAsync(StoredSweep before, AccountSweep after, CancellationToken cancellationToken);

    /// <summary>Whether a failure means that storage is away: nothing can be written down then, and the next run goes on.</summary>
    bool IsOutage(Exception e);
}

/// <summary>What a run finds to do.</summary>
/// <param name="Sweeps">The sweeps that are due.</param>
/// <param name="Unreadable">The keys of those that are due and cannot be read.</param>
public sealed record DueSweeps(IReadOnlyList<StoredSweep> Sweeps, IReadOnlyList<string> Unreadable);
