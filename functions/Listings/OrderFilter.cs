using System.Globalization;
using PaymentHub.Money;
using PaymentHub.Orders;

namespace PaymentHub.Listings;

/// <summary>Which of a merchant's orders a list shows.</summary>
/// <param name="Statuses">In one of these states, which always stand in the same order; empty for all.</param>
/// <param name="From">Created at this time or later.</param>
/// <param name="To">Created before this time.</param>
/// <param name="Amount">Of this amount: what was received or paid, or asked for while nothing was.</param>
public sealed record OrderFilter(
    OrderKind Kind,
    string? CustomerId,
    IReadOnlyList<OrderStatus> Statuses,
    string? AccountId,
    DateTimeOffset? From,
    DateTimeOffset? To,
    decimal? Amount = null
)
{
    /// <summary>Whether an order of that kind is shown; its customer and time are what the rows are found by.</summary>
    public bool Shows(Order order) =>
        order.Kind == Kind
        && (Statuses.Count == 0 || Statuses.Contains(order.Status))
        && (AccountId is null || order.AccountId == AccountId)
        && (Amount is null || (order.Amount ?? order.Request?.Amount) == Amount);

    /// <summary>The same of an order that was found without its customer and time.</summary>
    public bool Fits(Order order) =>
        Shows(order) && (CustomerId is null || order.CustomerId == CustomerId) && !(order.CreatedAt < From) && !(order.CreatedAt >= To);

    /// <summary>The filter as one text, equal for equal filters.</summary>
    public string Text =>
        string.Join(
            '\n',
            SnakeCaseEnum.Of(Kind),
            CustomerId,
            string.Join(',', Statuses),
            AccountId,
            Ticks(From),
            Ticks(To),
            Amount is { } amount ? Amounts.Format(amount) : null
        );

    private static string? Ticks(DateTimeOffset? time) => time?.UtcTicks.ToString(CultureInfo.InvariantCulture);
}
