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
    /// The day that a withdrawal counts for: the day of its first send, however long it awaited approval before and whenever it is sent again. Before
    /// that, today.
    /// </summary>
    public static LimitDay Of(Order order, DateTimeOffset now) =>
        new(order.AccountId, order.Request!.Currency, DateOnly.FromDateTime(SentAt(order, now).UtcDateTime));

    /// <summary>When a withdrawal is, or was, sent for the first time. Those sent before this was recorded count from their creation.</summary>
    public static DateTimeOffset SentAt(Order order, DateTimeOffset now) =>
        order.FirstSentAt ?? (order.SubmissionAttempt is null ? now : order.CreatedAt);

    /// <summary>What the account allows per day: nothing of a currency that its limits do not name; null if it has no limits.</summary>
    public decimal? Limit(Account account) => account.Withdrawals.PerDay is { Count: > 0 } limits ? limits.GetValueOrDefault(Currency) : null;
}
