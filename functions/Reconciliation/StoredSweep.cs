namespace PaymentHub.Reconciliation;

/// <summary>A sweep as it was read.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Revision">Names this state of it; a write that expects another is refused.</param>
public sealed record StoredSweep(AccountSweep Sweep, string Revision);
