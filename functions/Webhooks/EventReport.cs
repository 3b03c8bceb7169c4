using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>An event and what became of it at each endpoint.</summary>
/// <param name="Snapshot">The order's deliveries.</param>
/// <param name="Event">The event.</param>
/// <param name="Endpoints">Each endpoint that was, is or was to be told of it.</param>
public sealed record EventReport(DeliverySnapshot Snapshot, StoredEvent Event, IReadOnlyList<EndpointReport> Endpoints);
