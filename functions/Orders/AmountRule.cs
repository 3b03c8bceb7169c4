namespace PaymentHub.Orders;

/// <summary>
/// What happens to a deposit whose amount differs from the requested one. It is stored with the order from its start, so that a later change of the
/// setting does not change the outcome of the same notices.
/// </summary>
public sealed record AmountRule
{
    /// <summary>Only the exact amount.</summary>
    public static AmountRule Exact { get; } = new();

    /// <summary>How far the amount may be off, either way, in percent of what was asked for.</summary>
    public decimal TolerancePercent { get; init; }

    /// <summary>Whether less than that is accepted; otherwise an operator decides.</summary>
    public bool AcceptLess { get; init; }

    /// <summary>Whether more than that is accepted; otherwise an operator decides.</summary>
    public bool AcceptMore { get; init; }

    /// <summary>Whether an amount completes an order.</summary>
    public bool Takes(decimal received, decimal expected)
    {
        var difference = received - expected;
        return Math.Abs(difference) <= Tolerated(expected) || (difference < 0 ? AcceptLess : AcceptMore);
    }

    /// <summary>
    /// Whether an amount is everything that was asked for: within the tolerance, or more if that is accepted. Less that is accepted is valid, too,
    /// but not everything.
    /// </summary>
    public bool IsWhole(decimal received, decimal expected) => Takes(received, expected) && received >= expected - Tolerated(expected);

    /// <summary>Whether two reported amounts of one order mean the same: they are equal, or each is everything that was asked for.</summary>
    public bool AreOne(decimal said, decimal other, decimal expected) => said == other || (IsWhole(said, expected) && IsWhole(other, expected));

    /// <summary>Whether an extra amount is so small that nobody has to look at it.</summary>
    public bool Ignores(decimal beside, decimal expected) => beside <= Tolerated(expected);

    // Divided, not multiplied: an amount may use all the digits that a decimal has.
    private decimal Tolerated(decimal expected) => TolerancePercent == 0 ? 0 : expected / 100 * TolerancePercent;
}
