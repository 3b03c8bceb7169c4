using System.Text;

namespace PaymentHub.Sandbox.Merchant;

/// <summary>A webhook as the demo merchant received it.</summary>
/// <param name="Endpoint">The id of the endpoint.</param>
/// <param name="Id">The header webhook-id; empty when missing.</param>
/// <param name="Headers">All headers, by lower-case name.</param>
/// <param name="Answered">The HTTP status answered; 0 when the connection was broken instead.</param>
public sealed record ReceivedWebhook(
    string Endpoint,
    DateTimeOffset At,
    string Id,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body,
    WebhookVerdict Verdict,
    int Answered
)
{
    public bool Verified => Verdict == WebhookVerdict.Verified;

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);
}

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
