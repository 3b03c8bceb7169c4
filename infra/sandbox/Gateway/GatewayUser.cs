namespace PaymentHub.Sandbox.Gateway;

/// <summary>A merchant's user and the TRON address that stays hers.</summary>
public sealed record GatewayUser(string Account, string Identify, string Address);
