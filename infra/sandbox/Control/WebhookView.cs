using PaymentHub.Sandbox.Merchant;

namespace PaymentHub.Sandbox.Control;

/// <summary>A received webhook as JSON; the body is text, exactly as it came.</summary>
internal sealed record WebhookView(
    string Endpoint, DateTimeOffset At, string Id, bool Verified, WebhookVerdict Verdict, int Answered, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public static WebhookView Of(ReceivedWebhook one) =>
        new(one.Endpoint, one.At, one.Id, one.Verified, one.Verdict, one.Answered, one.Headers, one.Text);
}
