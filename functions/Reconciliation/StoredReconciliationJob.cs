namespace PaymentHub.Reconciliation;

/// <summary>A reconciliation as it was read.</summary>
/// <param name="Job">The reconciliation.</param>
/// <param name="Revision">Names this state of it; a write that expects another is refused.</param>
public sealed record StoredReconciliationJob(ReconciliationJob Job, string Revision);
