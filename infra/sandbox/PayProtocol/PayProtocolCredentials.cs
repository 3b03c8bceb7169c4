namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>A merchant at Pay Protocol.</summary>
public sealed record PayProtocolCredentials
{
    /// <summary>How the sandbox calls this account.</summary>
    public required string Name { get; init; }

    public required string ApiKey { get; init; }

    public required string ApiSecret { get; init; }

    /// <summary>Where recharge callbacks go: what a merchant sets in the provider's console. None are sent without it.</summary>
    public Uri? CallbackUrl { get; init; }
}
