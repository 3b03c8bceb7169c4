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
        var difference = received - expected;
        return Math.Abs(difference) <= Tolerated(expected) || (difference < 0 ? AcceptLess : AcceptMore);
    }

    /// <summary>
    /// Whether an amount is all that was asked for: within the tolerance, or more where that is taken. Less that is taken is right, too, but
    /// not all.
    /// </summary>
    public bool IsWhole(decimal received, decimal expected) => Takes(received, expected) && received >= expected - Tolerated(expected);

    /// <summary>Whether two amounts that were said of one order come to the same: they are equal, or each is all that was asked for.</summary>
    public bool AreOne(decimal said, decimal other, decimal expected) => said == other || (IsWhole(said, expected) && IsWhole(other, expected));

    /// <summary>Whether so little may come beside what was asked for, or of what is over, without anybody having to look at it.</summary>
    public bool Ignores(decimal beside, decimal expected) => beside <= Tolerated(expected);

    // Divided and not multiplied: an amount may have all the digits that a decimal has.
    private decimal Tolerated(decimal expected) => TolerancePercent == 0 ? 0 : expected / 100 * TolerancePercent;
}
