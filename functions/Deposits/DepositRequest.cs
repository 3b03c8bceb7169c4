namespace PaymentHub.Deposits;

/// <summary>POST /v1/deposits.</summary>
public sealed record DepositRequest
{
    public string? Account { get; init; }

    public string? CustomerId { get; init; }

    /// <summary>Plain digits with an optional fraction, as text.</summary>
    public string? Amount { get; init; }

    public string? Currency { get; init; }

    public string? Network { get; init; }

    /// <summary>The merchant's idempotency key.</summary>
    public string? Reference { get; init; }

    public string? Title { get; init; }

    public string? Remark { get; init; }

    public string? ReturnUrl { get; init; }

    /// <summary>The merchant's own metadata.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
