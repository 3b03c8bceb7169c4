namespace PaymentHub.Sandbox.Merchant;

/// <summary>The demo merchant.</summary>
public sealed record MerchantSandboxOptions
{
    public IReadOnlyList<MerchantCredentials> Endpoints { get; init; } = [];

    /// <summary>How far a webhook's timestamp may be off, either way.</summary>
    public TimeSpan TimestampTolerance { get; init; } = TimeSpan.FromMinutes(5);
}
