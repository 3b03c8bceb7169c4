namespace PaymentHub.Providers;

/// <summary>The exact answer that a provider takes as "received".</summary>
public sealed record Acknowledgement(string ContentType, string Body);
