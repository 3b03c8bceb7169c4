namespace PaymentHub.Reconciliation;

/// <summary>Our orders and the provider's, side by side.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Range">Of when.</param>
/// <param name="Kinds">Deposits, then withdrawals.</param>
public sealed record AuditReport(string AccountId, TimeRange Range, IReadOnlyList<KindAudit> Kinds);
