using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Sandbox.Gateway;

/// <summary>How the sandbox plays the USDT gateway.</summary>
public sealed record GatewaySandboxOptions
{
    public IReadOnlyList<GatewayCredentials> Accounts { get; init; } = [];

    /// <summary>When the attempts at a callback are due, counted from the first. The gateway promises one only.</summary>
    public IReadOnlyList<TimeSpan> CallbackSchedule { get; init; } = [TimeSpan.Zero];

    public WithdrawalRules Withdrawals { get; init; } = new();

    /// <summary>The error code for an order_id that exists, where the rules refuse it.</summary>
    public int WithdrawalExistsCode { get; init; } = 8003;

    /// <summary>Whether the subject stands inside data; otherwise at the top.</summary>
    public bool SubjectInsideData { get; init; }

    /// <summary>Whether the subject is "rechargeCallback"; otherwise "recharge_callback".
    /// null: as documented, the first inside data, the second at the top.</summary>
    public bool? SubjectInCamelCase { get; init; }

    /// <summary>Whether data is sent with spaces while the signature covers its compact form.</summary>
    public bool SpacedData { get; init; }
}

/// <summary>A merchant at the USDT gateway. Keys are base64 or PEM: SPKI or PKCS#1
/// for the public one, PKCS#8 or PKCS#1 for the private one.</summary>
public sealed record GatewayCredentials
{
    /// <summary>How the sandbox calls this account.</summary>
    public required string Name { get; init; }

    public required int AppId { get; init; }

    public required string ApiKey { get; init; }

    /// <summary>Verifies the merchant's requests.</summary>
    public required string MerchantPublicKey { get; init; }

    /// <summary>Signs callbacks.</summary>
    public required string GatewayPrivateKey { get; init; }

    /// <summary>Where callbacks go. None are sent without it.</summary>
    public Uri? CallbackUrl { get; init; }
}
