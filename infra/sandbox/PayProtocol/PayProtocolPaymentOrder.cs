namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>A one-off invoice with a page and an address of its own.</summary>
public sealed record PayProtocolPaymentOrder
{
    /// <summary>The name of the account.</summary>
    public required string Account { get; init; }

    /// <summary>The provider's id, digits. It is also the uuid of the user whom the address belongs to.</summary>
    public required string OutPaymentNo { get; init; }

    /// <summary>The merchant's own id.</summary>
    public required string OutTradeNo { get; init; }

    public required int ChainId { get; init; }

    /// <summary>What it is paid in.</summary>
    public required int CurrencyId { get; init; }

    public string? Description { get; init; }

    /// <summary>Whether the quote is in USD, which the sandbox takes as one USDT each.</summary>
    public bool IsLegalTender { get; init; }

    public required string QuoteCurrencySymbol { get; init; }

    /// <summary>Decimal text.</summary>
    public required string QuoteAmount { get; init; }

    /// <summary>Digits: the amount asked for times 10 to the currency's decimals.</summary>
    public required string ExpectedAmount { get; init; }

    /// <summary>Digits: what was received; null before anything was.</summary>
    public string? SettlementAmount { get; init; }

    public required string UserWalletAddress { get; init; }

    /// <summary>Where callbacks go. None are sent without it.</summary>
    public Uri? NotifyUrl { get; init; }

    public Uri? RedirectionUrl { get; init; }

    public PaymentStatus PaymentStatus { get; init; } = PaymentStatus.Pending;

    /// <summary>Of the last transfer.</summary>
    public string? TransferHash { get; init; }

    /// <summary>Of the last transfer.</summary>
    public string? FromAddress { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>Of the last transfer.</summary>
    public DateTimeOffset? BlockTime { get; init; }

    /// <summary>What a fault may be about.</summary>
    internal string[] Names => [OutTradeNo, OutPaymentNo, UserWalletAddress];
}
