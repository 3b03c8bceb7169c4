namespace PaymentHub.Orders;

/// <summary>
/// What becomes of a deposit whose amount is not the one that was asked for. It stands with the order from its start, so that a
/// setting that changes later does not change what the same notices come to.
/// </summary>
public sealed record AmountRule
{
    /// <summary>Nothing but the amount itself.</summary>
    public static AmountRule Exact { get; } = new();

    /// <summary>How far the amount may be off, either way, in percent of what was asked for.</summary>
    public decimal TolerancePercent { get; init; }

    /// <summary>Whether less than that is taken, too, or a person looks at it.</summary>
    public bool AcceptLess { get; init; }

    /// <summary>Whether more than that is taken, too, or a person looks at it.</summary>
    public bool AcceptMore { get; init; }

    /// <summary>Whether an amount completes an order.</summary>
    public bool Takes(decimal received, decimal expected)
    {
        // Divided and not multiplied: an amount may have all the digits that a decimal has.
        var tolerated = TolerancePercent == 0 ? 0 : expected / 100 * TolerancePercent;
        var difference = received - expected;
        return Math.Abs(difference) <= tolerated || (difference < 0 ? AcceptLess : AcceptMore);
    }
}
