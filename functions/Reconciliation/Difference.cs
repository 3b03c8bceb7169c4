namespace PaymentHub.Reconciliation;

/// <summary>One difference between our orders and the provider's.</summary>
/// <param name="Kind">In what.</param>
/// <param name="OrderId">Our id of it, once there is one.</param>
/// <param name="ProviderOrderId">The provider's id of it.</param>
/// <param name="Here">What we have; null when it is missing here.</param>
/// <param name="There">What the provider has; null when it is missing there.</param>
public sealed record Difference(DifferenceKind Kind, string? OrderId, string? ProviderOrderId, ReportLine? Here, ReportLine? There);
