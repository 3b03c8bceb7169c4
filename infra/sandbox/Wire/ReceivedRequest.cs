namespace PaymentHub.Sandbox.Wire;

/// <summary>One request that a provider was asked.</summary>
/// <param name="Endpoint">The endpoint in the provider's words: "user/create", "v1/recharge", "user/up".</param>
/// <param name="Account">The name of the account that signed it; null when the signature was refused.</param>
/// <param name="Status">The HTTP status answered; 0 when the connection was broken instead.</param>
/// <param name="Outcome">"ok", or the reason why it was refused.</param>
public sealed record ReceivedRequest(DateTimeOffset At, string Endpoint, string? Account, int Status, string Outcome);
