using PaymentHub.Merchants;

namespace PaymentHub.Reconciliation;

/// <summary>Our orders and the provider's, side by side.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Range">Of when.</param>
/// <param name="Sections">Deposits, then withdrawals.</param>
public sealed record ReconciliationReport(string AccountId, TimeRange Range, IReadOnlyList<ReportSection> Sections);
