using System.Text.Json;
using System.Text.Json.Serialization;
using PaymentHub.Sandbox.Gateway;
using PaymentHub.Sandbox.Merchant;
using PaymentHub.Sandbox.MPay;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox;

/// <summary>Everything that can be set. As JSON the names are snake_case and times are "hh:mm:ss".</summary>
public sealed record SandboxOptions
{
    /// <summary>Where it listens: a loopback address. Port 0 takes any free one.</summary>
    public Uri Url { get; init; } = new("http://127.0.0.1:0");

    /// <summary>Divides the waits between the attempts at a callback: 60 turns minutes into seconds.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>How long a receiver of callbacks may think.</summary>
    public TimeSpan CallbackTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public PayProtocolSandboxOptions PayProtocol { get; init; } = new();

    [JsonPropertyName("usdt_gateway")]
    public GatewaySandboxOptions Gateway { get; init; } = new();

    [JsonPropertyName("mpay")]
    public MPaySandboxOptions MPay { get; init; } = new();

    public MerchantSandboxOptions Merchant { get; init; } = new();

    /// <summary>The clock of timestamps and waits.</summary>
    [JsonIgnore]
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <exception cref="JsonException">It is no JSON, or a required value is missing.</exception>
    public static SandboxOptions Parse(string json) =>
        JsonSerializer.Deserialize<SandboxOptions>(json, SandboxJson.Own) ?? throw new JsonException("The settings are empty.");

    public string ToJson() => JsonSerializer.Serialize(this, SandboxJson.Own);
}

/// <summary>The providers that the sandbox plays, written as PaymentHub's API writes them.</summary>
public enum SandboxProvider
{
    PayProtocol,

    [JsonStringEnumMemberName("usdt_gateway")]
    Gateway,

    [JsonStringEnumMemberName("mpay")]
    MPay,
}
