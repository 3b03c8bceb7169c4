namespace PaymentHub.Sandbox.Control;

/// <summary>Sends an order's callback once more.</summary>
internal sealed record Resend(SandboxProvider Provider, string OrderId);
