namespace PaymentHub.Local.Demo;

/// <summary>A webhook, as the demo merchant received it.</summary>
/// <param name="At">When it came.</param>
/// <param name="Verified">Whether its signature is good.</param>
internal sealed record DemoWebhook(string Id, DateTimeOffset At, bool Verified, HubEvent Event);
