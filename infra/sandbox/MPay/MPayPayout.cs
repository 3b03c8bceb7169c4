using System.Globalization;
using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Sandbox.MPay;

/// <summary>A payout that a merchant asked for ("down").</summary>
public sealed record MPayPayout
{
    /// <summary>The name of the account.</summary>
    public required string Account { get; init; }

    /// <summary>MPay's id.</summary>
    public required string Id { get; init; }

    /// <summary>The merchant's id.</summary>
    public required string MerchOrderId { get; init; }

    public required string MerchUserId { get; init; }

    /// <summary>A whole number.</summary>
    public required string Amount { get; init; }

    public required string UserWalletAddress { get; init; }

    public required Uri CallBackUrl { get; init; }

    public string? Username { get; init; }

    public string? IdNumber { get; init; }

    public string? PhoneNumber { get; init; }

    public string? Title { get; init; }

    public string? Remark { get; init; }

    public string Currency { get; init; } = "CNY";

    public MPayStatus Status { get; init; }

    /// <summary>Whether it was paid, whatever the status says by now.</summary>
    public bool Paid { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>What a fault may be about.</summary>
    internal string[] Names => [MerchOrderId, MerchUserId, UserWalletAddress];

    internal Withdrawal View =>
        new(
            SandboxProvider.MPay,
            Account,
            MerchOrderId,
            Id,
            decimal.Parse(Amount, CultureInfo.InvariantCulture),
            Currency,
            UserWalletAddress,
            MPayCalls.Word(Status),
            Status == MPayStatus.Pending,
            Paid
        );
}
