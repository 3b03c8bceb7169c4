namespace PaymentHub.Sandbox.Control;

/// <summary>Removes one provider's faults, or all.</summary>
internal sealed record ClearFaults(SandboxProvider? Provider);
