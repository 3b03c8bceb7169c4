namespace PaymentHub.Webhooks;

/// <summary>The body of POST /v1/webhooks/test.</summary>
/// <param name="Endpoint">The endpoint's id; left out for all.</param>
public sealed record TestPingRequest(string? Endpoint);
