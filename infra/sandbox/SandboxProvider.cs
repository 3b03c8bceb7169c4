using System.Text.Json.Serialization;

namespace PaymentHub.Sandbox;

/// <summary>The providers that the sandbox plays.</summary>
public enum SandboxProvider
{
    PayProtocol,
    Gateway,
    [JsonStringEnumMemberName("mpay")]
    MPay,
}
