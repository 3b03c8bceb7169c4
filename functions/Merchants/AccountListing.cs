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

        var now = directory.Current;
        var accounts = now
            .Accounts.Where(account => account.MerchantId == merchant.Id)
            .Select(account => (account.Id, account.ProviderName, Served: (Account?)account))
            .Concat(
                now.Broken.SelectMany(broken => broken.Accounts)
                    // Without a valid id it cannot be used anywhere.
                    .Where(account => account.MerchantId == merchant.Id && Identifiers.IsId(account.Id))
                    .Select(account => (account.Id, account.ProviderName, Served: (Account?)null))
            )
            .DistinctBy(account => account.Id)
            .Where(account => string.CompareOrdinal(account.Id, after) > 0)
            .OrderBy(account => account.Id, StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        var shown = await Task.WhenAll(
            accounts
                .Take(limit)
                .Select(async account => new AccountView(account.Id, account.ProviderName, account.Served)
                {
                    Currencies = account.Served is { } served ? await CurrenciesAsync(served, cancellationToken) : null,
                })
        );
        return new Result<ListPage<AccountView>>.Success(new(shown, accounts.Count > limit ? Cursor.Write(binding, shown[^1].Id) : null));
    }

    private static async Task<IReadOnlyList<AccountCurrency>?> CurrenciesAsync(Account account, CancellationToken cancellationToken) =>
        await account.Provider.CurrenciesAsync(cancellationToken) is ProviderResult<IReadOnlyList<AccountCurrency>>.Good { Value: var currencies }
            ? currencies
            : null;

    [GeneratedRegex(@"^[a-z0-9_]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
}

/// <summary>An account as its merchant sees it.</summary>
/// <param name="ProviderName">What is set as its provider; it may be none where the account is out.</param>
/// <param name="Served">The account; null where it cannot be served. Why, is for operators to know.</param>
public sealed record AccountView(string Id, string ProviderName, Account? Served)
{
    /// <summary>What it moves; null when its provider's lists cannot be had at the moment.</summary>
    public IReadOnlyList<AccountCurrency>? Currencies { get; init; }
}
