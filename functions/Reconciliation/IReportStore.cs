namespace PaymentHub.Reconciliation;

/// <summary>Where reports are kept, with what they found.</summary>
public interface IReportStore
{
    /// <summary>Writes a new audit.</summary>
    Task AddAsync(ReportJob job, CancellationToken cancellationToken);

    /// <summary>A report of an account; null when there is none of that id.</summary>
    Task<StoredReportJob?> FindAsync(string accountId, string id, CancellationToken cancellationToken);

    /// <summary>The reports that a run may take on now, without what earlier ones found.</summary>
    Task<IReadOnlyList<StoredReportJob>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Writes a change of a report as it was read. Null when somebody else has changed it since.</summary>
    Task<StoredReportJob?> TrySaveAsync(StoredReportJob before, ReportJob after, string? report, CancellationToken cancellationToken);

    /// <summary>Whether a failure means that storage is away: nothing can be written down then.</summary>
    bool IsOutage(Exception e);
}
