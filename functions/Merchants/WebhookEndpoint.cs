namespace PaymentHub.Merchants;

/// <summary>Where a merchant's webhooks go.</summary>
/// <param name="Id">The endpoint's id in settings; part of storage keys.</param>
/// <param name="Url">Its address.</param>
/// <param name="Secrets">The signing secrets as bytes, newest first; every active one signs.</param>
/// <param name="Schedule">How long to wait after each failed attempt; one attempt more than there are waits.</param>
public sealed record WebhookEndpoint(string Id, Uri Url, IReadOnlyList<ReadOnlyMemory<byte>> Secrets, IReadOnlyList<TimeSpan> Schedule)
{
    /// <summary>Whether it may be on this machine itself, and be spoken to without encryption then: for development.</summary>
    public bool AllowLocal { get; init; }

    /// <summary>The endpoint's id alone: its address and secrets are not for logs.</summary>
    public override string ToString() => Id;
}
