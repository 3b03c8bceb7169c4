using Microsoft.Extensions.Primitives;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Operations;

/// <summary>
/// GET /ops/orders: any order of any merchant. By a name it is found wherever it is; a list is one merchant's and of one kind.
/// </summary>
public sealed class OperatorOrderSearch(MerchantDirectory directory, OrderSearch search)
{
    /// <summary>Among more merchants nobody is asked without knowing whose: each costs a read.</summary>
    internal const int MaxMerchants = 100;

    private const int AtOnce = 8;

    /// <summary>The orders that a query asks for, newest first.</summary>
    public async Task<Result<ListPage<Order>>> ListAsync(IEnumerable<KeyValuePair<string, StringValues>> query, CancellationToken cancellationToken)
    {
        var check = new QueryCheck(
            query,
            ["merchant", "kind", "customer_id", "status", "account", "from", "to", "limit", "cursor", .. OrderSearch.Parameters]
        );
        var limit = check.Limit();
        var merchant = Merchant(check);
        var kinds = Kinds(check);
        var (reference, name) = OrderSearch.Name(check);
        var (from, to, customer, amount) = (check.Time("from"), check.Time("to"), check.Customer(), check.Amount());
        if (from >= to)
            check.Add("to", "It must be later than from.");
        if (merchant is null && name is null)
            check.Add("merchant", "It, or an account, is required, unless a transaction_id, a provider_order_id or an address is given.");
        if (reference is null && name is null && kinds.Count > 1)
            check.Add("kind", "It is required for a list: deposit or withdrawal.");
        if (merchant is null && Everybody.Count > MaxMerchants)
            check.Add("merchant", $"It is required where there are more than {MaxMerchants} merchants.");
        var wanted = kinds
            .Select(kind => new OrderWanted(
                new OrderFilter(kind, customer, check.Status(kind), check.Text("account"), from, to, amount),
                reference,
                name
            ))
            .ToList();
        var binding = string.Join('\n', ["ops", merchant, .. wanted.Select(one => one.Text)]);
        var after = check.Position(binding, OrderSearch.Position());
        if (check.Problem is { } problem)
            return new Result<ListPage<Order>>.Failure(problem);

        var pages = await ReadAsync(merchant is null ? Everybody : [merchant], wanted, after, limit, cancellationToken);
        // Of one list the cursor goes on; several of them are shown whole, or not at all.
        if (pages is [var only])
            return new Result<ListPage<Order>>.Success(only with { Next = only.Next is { } next ? Cursor.Write(binding, next) : null });
        return pages.Any(page => page.Next is not null)
            ? new Result<ListPage<Order>>.Failure(
                Problem.InvalidRequest("kind", "There are more than fit on one page: name the kind and the merchant.")
            )
            : new Result<ListPage<Order>>.Success(new([.. pages.SelectMany(page => page.Items).OrderByDescending(order => order.CreatedAt)], null));
    }

    /// <summary>Every merchant that orders can be of.</summary>
    internal IReadOnlyList<string> Everybody =>
        [.. directory.Merchants.Select(merchant => merchant.Id).Concat(directory.Broken.Select(merchant => merchant.Id)).Distinct()];

    private async Task<IReadOnlyList<ListPage<Order>>> ReadAsync(
        IReadOnlyList<string> merchants,
        IReadOnlyList<OrderWanted> wanted,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var searches = merchants.SelectMany(merchant => wanted.Select(one => (merchant, one))).ToList();
        var pages = new ListPage<Order>[searches.Count];
        await Parallel.ForAsync(
            0,
            searches.Count,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, token) => pages[i] = await search.ReadAsync(searches[i].merchant, searches[i].one, after, limit, token)
        );
        return pages;
    }

    /// <summary>Whose orders: the account's owner's, or the one that is named, who may be gone from the directory while the orders are not.</summary>
    private string? Merchant(QueryCheck check)
    {
        var (merchant, account) = (check.Text("merchant"), check.Text("account"));
        if (merchant is not null && !Identifiers.IsId(merchant))
            check.Add("merchant", "It is no merchant's id.");
        if (account is null || merchant is not null)
            return merchant;
        if (directory.FindAccount(account) is { } found)
            return found.MerchantId;
        check.Add("account", "There is no account with that id. If it was removed, name its merchant, too.");
        return null;
    }

    private static IReadOnlyList<OrderKind> Kinds(QueryCheck check)
    {
        if (check.Text("kind") is not { } text)
            return [OrderKind.Deposit, OrderKind.Withdrawal];
        if (SnakeCaseEnum.TryParse<OrderKind>(text, out var kind))
            return [kind];
        check.Add("kind", "It must be deposit or withdrawal.");
        return [OrderKind.Deposit];
    }
}
