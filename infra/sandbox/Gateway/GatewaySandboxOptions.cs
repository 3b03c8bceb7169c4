namespace PaymentHub.Sandbox.Gateway;

/// <summary>How the sandbox plays the USDT gateway.</summary>
public sealed record GatewaySandboxOptions
{
    public IReadOnlyList<GatewayCredentials> Accounts { get; init; } = [];

    /// <summary>When the attempts at a callback are due, counted from the first. The gateway promises one only.</summary>
    public IReadOnlyList<TimeSpan> CallbackSchedule { get; init; } = [TimeSpan.Zero];

    /// <summary>Whether the subject stands inside data, as "rechargeCallback"; otherwise at the top, as "recharge_callback".</summary>
    public bool SubjectInsideData { get; init; }

    /// <summary>Whether data is sent with spaces while the signature covers its compact form.</summary>
    public bool SpacedData { get; init; }
}
