namespace PaymentHub.Reconciliation;

/// <summary>Where audits are kept, with what they found.</summary>
public interface IAuditStore
{
    /// <summary>Writes a new audit.</summary>
    Task AddAsync(AuditJob job, CancellationToken cancellationToken);

    /// <summary>An audit of an account; null when there is none of that id.</summary>
    Task<StoredAudit?> FindAsync(string accountId, string id, CancellationToken cancellationToken);

    /// <summary>The audits that a run may take on now, without what earlier ones found.</summary>
    Task<IReadOnlyList<StoredAudit>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Writes a change of an audit as it was read. Null when somebody else has changed it since.</summary>
    Task<StoredAudit?> TrySaveAsync(StoredAudit before, AuditJob after, string? report, CancellationToken cancellationToken);

    /// <summary>Whether a failure means that storage is away: nothing can be written down then.</summary>
    bool IsOutage(Exception e);
}
