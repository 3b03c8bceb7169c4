using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Listings;

/// <summary>Our own list of orders.</summary>
public interface IOrderIndexByTime
{
    /// <summary>An account's orders of a kind that we have known of since a time within a range, newest day first.</summary>
    IAsyncEnumerable<Order> ListAsync(Account account, OrderKind kind, TimeRange range, CancellationToken cancellationToken);

    /// <summary>Whether an account has any order of a kind, of whatever time. Looks through every day that its merchant has orders of, if need be.</summary>
    Task<bool> AnyAsync(Account account, OrderKind kind, CancellationToken cancellationToken);
}
