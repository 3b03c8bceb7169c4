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
    int Answered)
{
    public bool Verified => Verdict == WebhookVerdict.Verified;

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);
}
