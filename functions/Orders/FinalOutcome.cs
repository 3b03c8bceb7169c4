using System.Text.Json.Serialization;
using PaymentHub.Money;

namespace PaymentHub.Orders;

/// <summary>What final notices have said so far. Each value is the first that was said; a different one is a contradiction.</summary>
public sealed record FinalOutcome
{
    public required NoticeStatus Status { get; init; }

    public decimal? Amount { get; init; }

    public string? TransactionId { get; init; }

    /// <summary>Whether they have contradicted each other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Disputed { get; init; }

    /// <summary>What is known once this was said of an order, too.</summary>
    public static FinalOutcome With(Order order, FinalOutcome? known, NoticeStatus status, decimal? amount, string? transactionId)
    {
        var said = new FinalOutcome { Status = status, Amount = status == NoticeStatus.Completed ? amount : null, TransactionId = transactionId };
        return known is null ? said : known with
        {
            Amount = known.Amount ?? said.Amount,
            TransactionId = known.TransactionId ?? said.TransactionId,
            Disputed = known.Disputed || !known.Agrees(order, said),
        };
    }

    /// <summary>
    /// Whether both say the same of an order, as far as they say it. What somebody has asked for may be paid by several transfers, and more
    /// may be sent after it was paid: of such a deposit the amount counts, by its own rule, and not which transfer was named.
    /// </summary>
    public bool Agrees(Order order, FinalOutcome other) =>
        Status == other.Status
        && (Amount is not { } amount || other.Amount is not { } otherAmount || AreOne(order.Request, amount, otherAmount))
        && (order is { Kind: OrderKind.Deposit, Request: not null } || TransactionId is not { } id || other.TransactionId is not { } otherId
            || TransactionHash.Canonical(id) == TransactionHash.Canonical(otherId));

    private static bool AreOne(OrderRequest? request, decimal amount, decimal other) =>
        request is null ? amount == other : request.Rule.AreOne(amount, other, request.Amount);
}
