using System.Text.Json.Serialization;

namespace PaymentHub.Orders;

/// <summary>What the merchant asked for: the values that notices are compared with. Never changes.</summary>
public sealed record OrderRequest
{
    /// <summary>The merchant's idempotency key.</summary>
    public required string Reference { get; init; }

    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    public string? Network { get; init; }

    /// <summary>Where a withdrawal goes, in its canonical spelling.</summary>
    public string? Address { get; init; }

    /// <summary>Deposits: where the payer goes afterwards.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Withdrawals: what only this provider needs, by its field name in our API.</summary>
    public IReadOnlyDictionary<string, string>? Details { get; init; }

    /// <summary>The merchant's own metadata: never read here, and returned wherever the order is.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Deposits: what happens to a different amount; null if only the exact amount is accepted.</summary>
    public AmountRule? Amounts { get; init; }

    /// <summary>The rule for the amount, whether or not it is a special one.</summary>
    [JsonIgnore]
    public AmountRule Rule => Amounts ?? AmountRule.Exact;

    /// <summary>A hash over the whole request, so that the same reference with other content is detected.</summary>
    public required string Fingerprint { get; init; }
}
