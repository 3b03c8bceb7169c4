namespace PaymentHub.Webhooks;

/// <summary>An event that an endpoint was given up on with.</summary>
/// <param name="FailedAt">When it was given up.</param>
/// <param name="Result">What the last attempt came to: HTTP 500, timeout, ….</param>
public sealed record FailedWebhook(string EventId, string OrderId, string Merchant, string Endpoint, DateTimeOffset FailedAt, string Result);
