namespace PaymentHub.Sandbox.Control;

/// <summary>Sends a provider's held callbacks.</summary>
internal sealed record ReleaseHeld(SandboxProvider Provider);
