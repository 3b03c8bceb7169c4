using System.Text.Json.Serialization;

namespace PaymentHub.Sandbox;

/// <summary>The providers that the sandbox plays, written as PaymentHub's API writes them.</summary>
public enum SandboxProvider
{
    PayProtocol,
    [JsonStringEnumMemberName("usdt_gateway")]
    Gateway,
    [JsonStringEnumMemberName("mpay")]
    MPay,
}
