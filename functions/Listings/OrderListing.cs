using Microsoft.Extensions.Primitives;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Listings;

/// <summary>GET /v1/deposits and GET /v1/withdrawals.</summary>
public sealed class OrderListing(MerchantDirectory directory, OrderSearch search)
{
    /// <summary>A page of a merchant's orders of a kind.</summary>
    public async Task<Result<ListPage<Order>>> ListAsync(
        Merchant merchant,
        OrderKind kind,
        IEnumerable<KeyValuePair<string, StringValues>> query,
        CancellationToken cancellationToken
    )
    {
        var check = new QueryCheck(query, ["customer_id", "status", "account", "from", "to", "limit", "cursor", .. OrderSearch.Parameters]);
        var limit = check.Limit();
        var filter = new OrderFilter(
            kind,
            check.Customer(),
            check.Status(kind),
            check.Account(directory, merchant),
            check.Time("from"),
            check.Time("to"),
            check.Amount()
        );
        var (reference, name) = OrderSearch.Name(check);
        var wanted = new OrderWanted(filter, reference, name);
        if (filter.From >= filter.To)
            check.Add("to", "It must be later than from.");
        var binding = $"{merchant.Id}\n{wanted.Text}";
        var after = check.Position(binding, OrderSearch.Position());
        if (check.Problem is { } problem)
            return new Result<ListPage<Order>>.Failure(problem);

        var page = await search.ReadAsync(merchant.Id, wanted, after, limit, cancellationToken);
        return new Result<ListPage<Order>>.Success(page with { Next = page.Next is { } next ? Cursor.Write(binding, next) : null });
    }
}
