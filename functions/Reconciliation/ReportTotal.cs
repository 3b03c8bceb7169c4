namespace PaymentHub.Reconciliation;

/// <summary>What was completed in one currency.</summary>
/// <param name="Count">How many orders.</param>
/// <param name="Total">Their amounts together.</param>
public sealed record ReportTotal(int Count, decimal Total);
