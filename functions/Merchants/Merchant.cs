namespace PaymentHub.Merchants;

/// <summary>Who calls our API and receives our webhooks; isolated from all others.</summary>
/// <param name="Id">The id in settings.</param>
/// <param name="Keys">Its API keys, as hashes.</param>
/// <param name="Endpoints">Where its webhooks go.</param>
public sealed record Merchant(string Id, IReadOnlyList<ApiKey> Keys, IReadOnlyList<WebhookEndpoint> Endpoints);
