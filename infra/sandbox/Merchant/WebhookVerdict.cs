namespace PaymentHub.Sandbox.Merchant;

/// <summary>What the merchant thinks of a webhook.</summary>
public enum WebhookVerdict
{
    Verified,
    MissingHeader,
    StaleTimestamp,
    BadSignature,
}
