using PaymentHub.Orders;

namespace PaymentHub.Reconciliation;

/// <summary>An order as one side has it.</summary>
/// <param name="Status">Its state, in that side's words.</param>
/// <param name="Amount">Its amount, in units of <paramref name="Currency"/>.</param>
/// <param name="Currency">The currency's symbol.</param>
public sealed record AuditLine(string Status, decimal? Amount, string? Currency)
{
    /// <summary>An order of ours; what was asked for stands in until the provider has said an amount.</summary>
    internal static AuditLine Of(Order order) => new(Words.Of(order.Status), order.Amount ?? order.Request?.Amount, order.Currency);

    /// <summary>The same with the provider's spelling of its currency, so that both sides have one sum for it.</summary>
    internal AuditLine SpelledAs(string? theirs) => theirs is not null && theirs.Equals(Currency, StringComparison.OrdinalIgnoreCase) ? this with { Currency = theirs } : this;

    /// <summary>A line of the provider's list.</summary>
    internal static AuditLine Of(Notice notice) => new(Words.Of(notice.Status), notice.Amount, notice.Currency);
}
