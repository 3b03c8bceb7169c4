using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Withdrawals;

/// <summary>One day of an account's limit in one currency.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Currency">The currency's symbol, in upper or lower case.</param>
/// <param name="Day">A day in UTC.</param>
public sealed record LimitDay(string AccountId, string Currency, DateOnly Day)
{
    /// <summary>
    /// The day that a withdrawal counts for: the one on which it was created, whenever it is approved, sent or tried again. So
    /// it counts for one day only, and the same one whoever asks.
    /// </summary>
    public static LimitDay Of(Order order) => new(order.AccountId, order.Request!.Currency, DateOnly.FromDateTime(order.CreatedAt.UtcDateTime));

    /// <summary>What the account allows on a day; null when there is no limit.</summary>
    public decimal? Most(Account account) => account.Withdrawals.PerDay.TryGetValue(Currency, out var most) ? most : null;
}
