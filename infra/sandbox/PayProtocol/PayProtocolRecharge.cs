using System.Globalization;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>A transfer to a user's wallet.</summary>
public sealed record PayProtocolRecharge
{
    /// <summary>The name of the account whose user was paid.</summary>
    public required string Account { get; init; }

    public required int RechargeId { get; init; }

    public required int ChainId { get; init; }

    public required int CurrencyId { get; init; }

    public required int UserId { get; init; }

    public required string Uuid { get; init; }

    public required int WalletId { get; init; }

    public required string WalletAddress { get; init; }

    public required string FromAddress { get; init; }

    /// <summary>Digits: the amount times 10 to the currency's decimals.</summary>
    public required string RechargeAmount { get; init; }

    public required RechargeStatus RechargeStatus { get; init; }

    public required string TransferHash { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required DateTimeOffset BlockTime { get; init; }

    internal string IdText => RechargeId.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a fault may be about.</summary>
    internal string[] Names => [Uuid, IdText, WalletAddress];
}

/// <summary>The provider's numbers: 0 is success.</summary>
public enum RechargeStatus
{
    Success = 0,
    Pending = 1,
    Failure = 2,
}
