using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Listings;

/// <summary>GET /v1/deposits and GET /v1/withdrawals.</summary>
public sealed partial class OrderListing(MerchantDirectory directory, OrderIndex index)
{
    /// <summary>A page of a merchant's orders of a kind.</summary>
    public async Task<Result<ListPage<Order>>> ListAsync(
        Merchant merchant, OrderKind kind, IEnumerable<KeyValuePair<string, StringValues>> query, CancellationToken cancellationToken)
    {
        var check = new QueryCheck(query, "customer_id", "status", "account", "from", "to", "limit", "cursor");
        var limit = check.Limit();
        var filter = new OrderFilter(kind, check.Customer(), check.Status(kind), check.Account(directory, merchant), check.Time("from"), check.Time("to"));
        if (filter.From >= filter.To)
            check.Add("to", "It must be later than from.");
        var binding = $"{merchant.Id}\n{filter.Text}";
        var after = check.Position(binding, Position());
        if (check.Problem is { } problem)
            return new Result<ListPage<Order>>.Failure(problem);

        var page = await index.ReadAsync(merchant.Id, filter, after, limit, cancellationToken);
        return new Result<ListPage<Order>>.Success(page with { Next = page.Next is { } next ? Cursor.Write(binding, next) : null });
    }

    // Inverted ticks, which begin with 0 to 3 (DateTimeOffset.MaxValue has 3155378975999999999), and perhaps the order that was last.
    [GeneratedRegex(@"^(?:[0-2]\d{18}|30\d{17})(\|(dep|wd)_[0-9a-z]{26})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
}
