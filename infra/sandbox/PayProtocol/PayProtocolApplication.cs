namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>A withdrawal as it is applied for.</summary>
public sealed record PayProtocolApplication
{
    /// <summary>The account; null: the only one.</summary>
    public string? Account { get; init; }

    /// <summary>null: the currency's chain.</summary>
    public int? ChainId { get; init; }

    public int CurrencyId { get; init; } = PayProtocolCatalogue.UsdtTrc20;

    public required string WithdrawAddress { get; init; }

    /// <summary>Decimal text: "10.5".</summary>
    public required string WithdrawAmount { get; init; }

    public string? OutTradeNo { get; init; }

    public Uri? NotifyUrl { get; init; }

    /// <summary>null: now.</summary>
    public DateTimeOffset? WithdrawTime { get; init; }

    /// <summary>A withdrawal that is planted as already settled sends no callback.</summary>
    public WithdrawStatus Status { get; init; } = WithdrawStatus.PendingApproval;
}
