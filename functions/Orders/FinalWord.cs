namespace PaymentHub.Orders;

/// <summary>What final notices have said so far. Each value is the first that was said; a different one is a contradiction.</summary>
public sealed record FinalWord
{
    public required NoticeStatus Status { get; init; }

    public decimal? Amount { get; init; }

    public string? TransactionId { get; init; }
}
