using System.Text.Json.Serialization;

namespace PaymentHub.Orders;

/// <summary>What the merchant asked for: the values that a notice is held against. Never changes.</summary>
public sealed record OrderRequest
{
    /// <summary>The merchant's idempotency key.</summary>
    public required string Reference { get; init; }

    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    public string? Network { get; init; }

    /// <summary>Where a withdrawal goes, in its canonical spelling.</summary>
    public string? Address { get; init; }

    /// <summary>Withdrawals: what only this provider wants to know, by its field's name on our API.</summary>
    public IReadOnlyDictionary<string, string>? Details { get; init; }

    /// <summary>What the merchant wants to find again with the order: never read here, and told wherever the order is.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Deposits: what becomes of another amount; null for nothing but the amount itself.</summary>
    public AmountRule? Amounts { get; init; }

    /// <summary>The rule for the amount, whether or not it is a special one.</summary>
    [JsonIgnore]
    public AmountRule Rule => Amounts ?? AmountRule.Exact;

    /// <summary>A hash over the whole request, so that the same reference with other content is found out.</summary>
    public required string Fingerprint { get; init; }
}
