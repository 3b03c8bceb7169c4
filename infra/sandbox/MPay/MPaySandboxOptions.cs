using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Sandbox.MPay;

/// <summary>How the sandbox plays MPay. Where the documentation is silent the default is the harder case for a client.</summary>
public sealed record MPaySandboxOptions
{
    public IReadOnlyList<MPayCredentials> Accounts { get; init; } = [];

    /// <summary>How far a request's t may be off, either way.</summary>
    public TimeSpan TimestampTolerance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>When the attempts at a callback are due, counted from the first. MPay speaks of "a certain number": this schedule is ours.</summary>
    public IReadOnlyList<TimeSpan> CallbackSchedule { get; init; } =
    [TimeSpan.Zero, TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];

    /// <summary>Whether a repeated merchOrderId answers the same page. Otherwise it is an error.</summary>
    public bool RepeatedOrderAnswersPage { get; init; }

    /// <summary>The words in callbacks: true and false, as in the wild, or finish and fail, as in queries.</summary>
    public MPayWords CallbackWords { get; init; }

    /// <summary>The words in callbacks about payouts: by the documentation the words of the queries.</summary>
    public MPayWords PayoutWords { get; init; } = MPayWords.FinishFail;

    public WithdrawalRules Withdrawals { get; init; } = new();

    /// <summary>The time zone of createTime.</summary>
    public TimeSpan UtcOffset { get; init; } = TimeSpan.FromHours(8);
}

/// <summary>A merchant at MPay.</summary>
public sealed record MPayCredentials
{
    /// <summary>How the sandbox calls this account.</summary>
    public required string Name { get; init; }

    public required int MerchId { get; init; }

    public required string Md5Key { get; init; }

    /// <summary>Decrypts the merchant's requests: base64 or PEM, PKCS#8 or PKCS#1.</summary>
    public required string PrivateKey { get; init; }

    /// <summary>"v2.1" (PKCS#1 v1.5) or "v2" (OAEP with SHA-256).</summary>
    public string Version { get; init; } = "v2.1";
}
