using PaymentHub.Orders;

namespace PaymentHub.Merchants;

/// <summary>An account's rules for deposits with a payment page, from its settings.</summary>
public sealed record DepositRules
{
    /// <summary>An hour to pay, and exactly what was asked for.</summary>
    public static DepositRules Usual { get; } = new();

    /// <summary>How long a payer has to pay.</summary>
    public TimeSpan PageLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What becomes of another amount than was asked for.</summary>
    public AmountRule Amounts { get; init; } = AmountRule.Exact;
}
