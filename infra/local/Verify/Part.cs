namespace PaymentHub.Local.Verify;

/// <summary>One part of a webhook and what is right or wrong with it. The text never holds a secret.</summary>
/// <param name="Name">webhook-id, webhook-timestamp, webhook-signature, secret 1, body, ….</param>
internal sealed record Part(string Name, PartState State, string Text);
