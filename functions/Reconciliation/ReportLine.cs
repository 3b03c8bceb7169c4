using PaymentHub.Orders;

namespace PaymentHub.Reconciliation;

/// <summary>An order as one side has it.</summary>
/// <param name="Status">Its state, in that side's words.</param>
/// <param name="Amount">Its amount, in units of <paramref name="Currency"/>.</param>
/// <param name="Currency">The currency's symbol.</param>
public sealed record ReportLine(string Status, decimal? Amount, string? Currency)
{
    /// <summary>An order of ours; what was asked for stands in until the provider has said an amount.</summary>
    internal static ReportLine Of(Order order) => new(SnakeCaseEnum.Of(order.Status), order.Amount ?? order.Request?.Amount, order.Currency);

    /// <summary>The same with the provider's spelling of its currency, so that both sides have one sum for it.</summary>
    internal ReportLine SpelledAs(string? theirs) =>
        theirs is not null && theirs.Equals(Currency, StringComparison.OrdinalIgnoreCase) ? this with { Currency = theirs } : this;

    /// <summary>A line of the provider's list.</summary>
    internal static ReportLine Of(Notice notice) => new(SnakeCaseEnum.Of(notice.Status), notice.Amount, notice.Currency);
}
