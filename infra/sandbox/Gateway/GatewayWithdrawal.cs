using System.Globalization;
using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Sandbox.Gateway;

/// <summary>A withdrawal that a merchant asked for.</summary>
public sealed record GatewayWithdrawal
{
    /// <summary>The name of the account.</summary>
    public required string Account { get; init; }

    /// <summary>The sandbox's own number: the gateway tells none, and order ids may repeat.</summary>
    public required int Id { get; init; }

    public required string Identify { get; init; }

    /// <summary>The merchant's own id.</summary>
    public required string OrderId { get; init; }

    /// <summary>A JSON number, as the merchant wrote it.</summary>
    public required string Amount { get; init; }

    public required string WithdrawAddress { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>null while it is open.</summary>
    public WithdrawalOutcome? Outcome { get; init; }

    /// <summary>64 hex digits, once it was paid.</summary>
    public string? TransactionId { get; init; }

    /// <summary>Whether it was paid, whatever the outcome says by now.</summary>
    public bool Paid { get; init; }

    /// <summary>What a fault may be about.</summary>
    internal string[] Names => [OrderId, Identify, WithdrawAddress];

    internal Withdrawal View =>
        new(
            SandboxProvider.Gateway,
            Account,
            OrderId,
            Id.ToString(CultureInfo.InvariantCulture),
            decimal.Parse(Amount, NumberStyles.Float, CultureInfo.InvariantCulture),
            "USDT",
            WithdrawAddress,
            Outcome is { } outcome ? Wire.SnakeCaseEnum.Of(outcome) : "open",
            Outcome is null,
            Paid
        );
}
