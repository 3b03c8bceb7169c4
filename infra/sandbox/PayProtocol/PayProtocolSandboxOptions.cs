using System.Globalization;
using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>How the sandbox plays Pay Protocol. Where the documentation is silent the default is the harder case for a client.</summary>
public sealed record PayProtocolSandboxOptions
{
    public IReadOnlyList<PayProtocolCredentials> Accounts { get; init; } = [];

    /// <summary>How far a request's timestamp may be off, either way.</summary>
    public TimeSpan TimestampTolerance { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>When the attempts at a callback are due, counted from the first.</summary>
    public IReadOnlyList<TimeSpan> CallbackSchedule { get; init; } =
    [TimeSpan.Zero, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)];

    /// <summary>Whether creating a user again answers the same id. Otherwise it is an error.</summary>
    public bool RepeatedUserAnswersId { get; init; }

    /// <summary>The error code for a user that exists.</summary>
    public int UserExistsCode { get; init; } = 10002;

    public WithdrawalRules Withdrawals { get; init; } = new();

    /// <summary>The error code for an outTradeNo that exists, where the rules refuse it.</summary>
    public int WithdrawalExistsCode { get; init; } = 10007;

    /// <summary>Whether a payment order under an outTradeNo that exists answers the same page. Otherwise it is an error.</summary>
    public bool RepeatedPaymentAnswersPage { get; init; }

    /// <summary>The error code for a payment order's outTradeNo that exists.</summary>
    public int PaymentExistsCode { get; init; } = 10009;

    /// <summary>Whether a transfer to a payment order's address is told as a payment first, and as a recharge afterwards.</summary>
    public bool PaymentToldFirst { get; init; }

    public PayProtocolListOrder ListOrder { get; init; }

    /// <summary>Whether every attempt at a callback carries a fresh timestamp and signature. Otherwise the first one's are repeated.</summary>
    public bool SignEveryAttempt { get; init; } = true;

    /// <summary>Whether the signature of a callback covers the query string of its URL.</summary>
    public bool SignCallbackQuery { get; init; }

    /// <summary>The time zone of the times in answers and callbacks.</summary>
    public TimeSpan UtcOffset { get; init; } = TimeSpan.FromHours(8);
}

/// <summary>The provider's time, and how it writes it.</summary>
internal sealed class PayProtocolClock(TimeProvider time, PayProtocolSandboxOptions options)
{
    public DateTimeOffset Now => time.GetUtcNow();

    public bool IsFresh(long unixSeconds) => Math.Abs(Now.ToUnixTimeSeconds() - unixSeconds) <= options.TimestampTolerance.TotalSeconds;

    public string Write(DateTimeOffset value) => value.ToOffset(options.UtcOffset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Timestamp(DateTimeOffset value) => value.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}

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
