using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>What became of an event at one endpoint.</summary>
/// <param name="Endpoint">The endpoint's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="SuspensionReason">What it waits for; null when nothing is in the way.</param>
/// <param name="SuspendedSince">Since when it waits.</param>
/// <param name="NextAttemptAt">When the next attempt, or the next probe of the endpoint, is due; null when none is planned or an earlier event comes first.</param>
/// <param name="Attempts">The kept attempts, oldest first.</param>
public sealed record EndpointReport(
    string Endpoint, DeliveryStatus Status, SuspensionReason? SuspensionReason, DateTimeOffset? SuspendedSince, DateTimeOffset? NextAttemptAt, IReadOnlyList<Attempt> Attempts);
