namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>Many recharges at once.</summary>
public sealed record PayProtocolSeed
{
    /// <summary>The account; null when only one has the user.</summary>
    public string? Account { get; init; }

    public required string Uuid { get; init; }

    public required int Count { get; init; }

    /// <summary>null: the currency's chain.</summary>
    public int? ChainId { get; init; }

    public int CurrencyId { get; init; } = PayProtocolCatalogue.UsdtTrc20;

    /// <summary>Decimal text, the same for each.</summary>
    public string Amount { get; init; } = "1";

    public RechargeStatus Status { get; init; }

    /// <summary>When the first was created; null: now.</summary>
    public DateTimeOffset? First { get; init; }

    /// <summary>How much later each next one was created.</summary>
    public TimeSpan Step { get; init; }
}
