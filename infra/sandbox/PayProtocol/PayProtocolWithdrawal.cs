using System.Globalization;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>A withdrawal that a merchant applied for.</summary>
public sealed record PayProtocolWithdrawal
{
    /// <summary>The name of the account.</summary>
    public required string Account { get; init; }

    public required int WithdrawId { get; init; }

    public required int ChainId { get; init; }

    public required int CurrencyId { get; init; }

    /// <summary>The merchant's own id.</summary>
    public string? OutTradeNo { get; init; }

    /// <summary>Where callbacks go. None are sent without it.</summary>
    public Uri? NotifyUrl { get; init; }

    public required string WithdrawAddress { get; init; }

    /// <summary>Digits: the amount times 10 to the currency's decimals.</summary>
    public required string WithdrawAmount { get; init; }

    public WithdrawStatus WithdrawStatus { get; init; } = WithdrawStatus.PendingApproval;

    public required DateTimeOffset WithdrawTime { get; init; }

    /// <summary>Known once it is on its way.</summary>
    public string? TransferHash { get; init; }

    /// <summary>Whether it was paid, whatever the status says by now.</summary>
    public bool Paid { get; init; }

    /// <summary>Whether the status is none of the last ones.</summary>
    public bool Open => WithdrawStatus is WithdrawStatus.PendingApproval or WithdrawStatus.UnderReview or WithdrawStatus.BlockConfirmation;

    internal string IdText => WithdrawId.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a fault may be about.</summary>
    internal string[] Names => [OutTradeNo ?? "", IdText, WithdrawAddress];
}

/// <summary>The provider's numbers: 0 is success.</summary>
public enum WithdrawStatus
{
    Success = 0,
    PendingApproval = 1,
    UnderReview = 2,
    BlockConfirmation = 3,
    Failure = 4,
    Rejected = 5,
}
