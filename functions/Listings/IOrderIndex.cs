using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Listings;

/// <summary>A merchant's orders, newest first.</summary>
public interface IOrderIndex
{
    /// <summary>
    /// A page of orders. What it reads is bounded, whatever is stored: a page that had to leave off says where to go on.
    /// </summary>
    /// <param name="after">Where an earlier page left off; null begins with the newest.</param>
    Task<ListPage<Order>> ReadAsync(string merchantId, OrderFilter filter, string? after, int limit, CancellationToken cancellationToken);
}
