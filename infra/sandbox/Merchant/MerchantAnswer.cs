namespace PaymentHub.Sandbox.Merchant;

/// <summary>How the demo merchant answers its next webhooks instead of the usual 200 (good) or 401 (refused).</summary>
public sealed record MerchantAnswer
{
    /// <summary>Only at this endpoint; null: at any.</summary>
    public string? Endpoint { get; init; }

    /// <summary>How many webhooks; null: until it is withdrawn.</summary>
    public int? Times { get; init; } = 1;

    public int Status { get; init; } = 200;

    /// <summary>Breaks the connection instead of answering.</summary>
    public bool Break { get; init; }

    /// <summary>How long it thinks before it answers.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The Retry-After header.</summary>
    public string? RetryAfter { get; init; }
}
