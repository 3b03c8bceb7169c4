namespace PaymentHub.Local.Demo;

/// <summary>The body of a webhook.</summary>
internal sealed record HubEvent(string Type, HubOrder Data);
