using PaymentHub.Sandbox.PayProtocol;

namespace PaymentHub.Sandbox.Keys;

/// <summary>Both sides have the same.</summary>
public sealed record PayProtocolKeys
{
    public required string ApiKey { get; init; }

    public required string ApiSecret { get; init; }

    public PayProtocolCredentials ToCredentials(string name, Uri? callbackUrl = null) =>
        new() { Name = name, ApiKey = ApiKey, ApiSecret = ApiSecret, CallbackUrl = callbackUrl };
}
