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

    /// <summary>Which types of events it receives: complete types, or patterns such as <c>deposit.*</c>.</summary>
    public IReadOnlyList<string> Events { get; init; } = ["*"];

    /// <summary>The accounts whose events it receives; empty for all.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>How many attempts a second one instance of the app makes at most; null for no limit.</summary>
    public int? RateLimit { get; init; }

    /// <summary>Whether delivery is paused. Events wait until it is enabled again.</summary>
    public bool Disabled { get; init; }

    /// <summary>How many attempts of an earlier event a final one waits for.</summary>
    public int FinalWaits { get; init; } = 3;

    /// <summary>Whether it receives such events of that account.</summary>
    public bool Wants(string eventType, string accountId) =>
        (Accounts.Count == 0 || Accounts.Contains(accountId)) && Events.Any(pattern => Matches(pattern, eventType));

    /// <summary>Whether it receives such events that are about no account.</summary>
    public bool Wants(string eventType) => Events.Any(pattern => Matches(pattern, eventType));

    /// <summary>The endpoint's id alone: its address and secrets are not for logs.</summary>
    public override string ToString() => Id;

    /// <summary>Whether a type matches a pattern: <c>*</c>, a type, or the start of types and <c>*</c>.</summary>
    internal static bool Matches(string pattern, string eventType) =>
        pattern.EndsWith('*') ? eventType.StartsWith(pattern[..^1], StringComparison.Ordinal) : eventType == pattern;
}
