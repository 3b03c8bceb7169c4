namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>What a payer does: sends an amount to a user's wallet.</summary>
public sealed record PayProtocolPayment
{
    /// <summary>The account; null when only one has the user.</summary>
    public string? Account { get; init; }

    public required string Uuid { get; init; }

    /// <summary>null: the currency's chain.</summary>
    public int? ChainId { get; init; }

    public int CurrencyId { get; init; } = PayProtocolCatalogue.UsdtTrc20;

    /// <summary>Decimal text: "10.5".</summary>
    public required string Amount { get; init; }

    /// <summary>Pending sends no callback until it is settled.</summary>
    public RechargeStatus Status { get; init; }

    /// <summary>64 hex digits; null: random.</summary>
    public string? TransferHash { get; init; }

    /// <summary>null: now.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>Whether no callback is sent, and none is lost either.</summary>
    public bool Silent { get; init; }

    /// <summary>null: some address.</summary>
    public string? FromAddress { get; init; }
}
