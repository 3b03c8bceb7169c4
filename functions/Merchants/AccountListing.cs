using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;
using PaymentHub.Providers;

namespace PaymentHub.Merchants;

/// <summary>GET /v1/accounts: the merchant's accounts and what each can do.</summary>
public sealed partial class AccountListing(MerchantDirectory directory)
{
    /// <summary>A page of the merchant's accounts, by id.</summary>
    public async Task<Result<ListPage<AccountView>>> ListAsync(
        Merchant merchant,
        IEnumerable<KeyValuePair<string, StringValues>> query,
        CancellationToken cancellationToken
    )
    {
        var check = new QueryCheck(query, "limit", "cursor");
        var limit = check.Limit();
        var binding = $"{merchant.Id}\naccounts";
        var after = check.Position(binding, Position());
        if (check.Problem is { } problem)
            return new Result<ListPage<AccountView>>.Failure(problem);

        var accounts = directory
            .Accounts.Where(account => account.MerchantId == merchant.Id && string.CompareOrdinal(account.Id, after) > 0)
            .OrderBy(account => account.Id, StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        var shown = await Task.WhenAll(accounts.Take(limit).Select(account => ViewAsync(account, cancellationToken)));
        return new Result<ListPage<AccountView>>.Success(new(shown, accounts.Count > limit ? Cursor.Write(binding, shown[^1].Account.Id) : null));
    }

    private static async Task<AccountView> ViewAsync(Account account, CancellationToken cancellationToken) =>
        new(
            account,
            await account.Provider.CurrenciesAsync(cancellationToken) is ProviderResult<IReadOnlyList<AccountCurrency>>.Good { Value: var currencies }
                ? currencies
                : null
        );

    [GeneratedRegex(@"^[a-z0-9_]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
}

/// <summary>An account as its merchant sees it.</summary>
/// <param name="Currencies">What it moves; null when its provider's lists cannot be had at the moment.</param>
public sealed record AccountView(Account Account, IReadOnlyList<AccountCurrency>? Currencies);
