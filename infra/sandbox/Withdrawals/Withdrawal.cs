namespace PaymentHub.Sandbox.Withdrawals;

/// <summary>A withdrawal at any of the providers, in words that fit all of them.</summary>
/// <param name="OrderId">The merchant's id; null when it gave none.</param>
/// <param name="Id">The provider's id (gateway: of the attempt to pay).</param>
/// <param name="Amount">In units of the currency.</param>
/// <param name="Status">In the provider's words.</param>
/// <param name="Open">Whether it may still be paid.</param>
/// <param name="Paid">Whether it was paid.</param>
public sealed record Withdrawal(
    SandboxProvider Provider, string Account, string? OrderId, string Id, decimal Amount, string Currency, string Address, string Status, bool Open, bool Paid);
