namespace PaymentHub.Sandbox.Control;

/// <summary>Where an account's callbacks go.</summary>
internal sealed record CallbackUrl(SandboxProvider Provider, string Account, Uri Url);
