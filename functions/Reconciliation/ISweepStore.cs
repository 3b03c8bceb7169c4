namespace PaymentHub.Reconciliation;

/// <summary>Where sweeps are kept, so that they survive whoever runs them.</summary>
public interface ISweepStore
{
    /// <summary>Writes new sweeps of one account, all or none; those that stand already stay as they are.</summary>
    Task AddAsync(IReadOnlyList<AccountSweep> sweeps, CancellationToken cancellationToken);

    /// <summary>The sweeps that a run may take on now.</summary>
    Task<IReadOnlyList<StoredSweep>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>An account's sweeps: the regular ones, then its back-fills, oldest first.</summary>
    Task<IReadOnlyList<AccountSweep>> ListAsync(string accountId, CancellationToken cancellationToken);

    /// <summary>Writes a change of a sweep as it was read. Null when somebody else has changed it since.</summary>
    Task<StoredSweep?> TrySaveAsync(StoredSweep before, AccountSweep after, CancellationToken cancellationToken);
}
