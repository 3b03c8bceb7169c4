namespace PaymentHub.Withdrawals;

/// <summary>POST /v1/withdrawals.</summary>
public sealed record NewWithdrawal
{
    public string? Account { get; init; }

    public string? CustomerId { get; init; }

    /// <summary>Plain digits with an optional fraction, as text.</summary>
    public string? Amount { get; init; }

    public string? Currency { get; init; }

    public string? Network { get; init; }

    /// <summary>Where the money goes.</summary>
    public string? Address { get; init; }

    /// <summary>The merchant's idempotency key.</summary>
    public string? Reference { get; init; }

    /// <summary>What only the account's provider wants to know.</summary>
    public IReadOnlyDictionary<string, string>? Details { get; init; }

    /// <summary>The merchant's own metadata.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
