using PaymentHub.Orders;

namespace PaymentHub.Webhooks;

/// <summary>What came of a test.ping.</summary>
/// <param name="Endpoint">The endpoint's id.</param>
/// <param name="EventId">The webhook's id.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Answer">What came back.</param>
public sealed record TestResult(string Endpoint, string EventId, TimeSpan Duration, EndpointAnswer Answer);
