using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Operations;

/// <summary>The state of accounts, and when their last callback came.</summary>
public sealed partial class AccountActivity(AccountsHeard heardOf, MerchantDirectory directory, IReconciliationStore jobs, OpenOrders open)
{
    private const string Binding = Keys.Accounts;

    /// <summary>
    /// The accounts that somebody has to look at: those that are not served, and those without a callback since a time. Found with one read, and so
    /// without their lists and orders.
    /// </summary>
    internal async Task<Counted<AccountHealth>> AttentionAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var heard = await heardOf.ReadAsync("", cancellationToken);
        var broken =
            from account in Broken().Values
            orderby account.Id
            select new AccountHealth(account.Id, account.MerchantId, account.ProviderName, heard.GetValueOrDefault(account.Id), null, 0, false)
            {
                IsBroken = true,
                Mistakes = account.Mistakes,
            };
        var silent =
            from row in heard
            where row.Value < since
            let account = directory.FindAccount(row.Key)
            where account is not null
            orderby row.Value
            select new AccountHealth(account.Id, account.MerchantId, account.ProviderName, row.Value, null, 0, false);
        return new([.. broken, .. silent], heard.Count == AccountsHeard.Max);
    }

    /// <summary>The accounts that the app runs without.</summary>
    // An id that stands with two merchants is shown once, with the first; what is wrong with it says so. One that is no id names no rows.
    private Dictionary<string, BrokenAccount> Broken() =>
        directory
            .Broken.SelectMany(merchant => merchant.Accounts)
            .Where(account => Identifiers.IsId(account.Id) && directory.FindAccount(account.Id) is null)
            .GroupBy(account => account.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    /// <summary>A page of all merchants' accounts, by id, also of those that the app runs without.</summary>
    public async Task<Result<AccountHealthPage>> ListAsync(IEnumerable<KeyValuePair<string, StringValues>> query, CancellationToken cancellationToken)
    {
        var check = new QueryCheck(query, "limit", "cursor");
        var limit = check.Limit();
        var after = check.Position(Binding, Position());
        if (check.Problem is { } problem)
            return new Result<AccountHealthPage>.Failure(problem);

        var broken = Broken();
        var accounts = directory
            .Accounts.Select(account => account.Id)
            .Concat(broken.Keys)
            .Where(id => string.CompareOrdinal(id, after) > 0)
            .Order(StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        var heard = await heardOf.ReadAsync(after ?? "", cancellationToken);
        var counts = await open.CountAsync([.. accounts.Take(limit).Select(directory.FindAccount).OfType<Account>()], cancellationToken);
        var page = new List<AccountHealth>();
        foreach (var id in accounts.Take(limit))
        {
            var reconciled = (await jobs.ListAsync(id, cancellationToken)).Where(job => job.BackfillId is null).Max(job => job.LastSuccessAt);
            var (merchant, provider) = directory.FindAccount(id) is { } account
                ? (account.MerchantId, account.ProviderName)
                : (broken[id].MerchantId, broken[id].ProviderName);
            page.Add(
                new AccountHealth(
                    id,
                    merchant,
                    provider,
                    heard.GetValueOrDefault(id),
                    reconciled,
                    counts.ByAccount.GetValueOrDefault(id),
                    !counts.Cut.Contains(id)
                )
                {
                    IsBroken = broken.ContainsKey(id),
                    Mistakes = broken.GetValueOrDefault(id)?.Mistakes ?? [],
                }
            );
        }

        return new Result<AccountHealthPage>.Success(
            new(new(page, accounts.Count > limit ? Cursor.Write(Binding, accounts[limit - 1]) : null), directory.Broken)
        );
    }

    [GeneratedRegex(@"^[a-z0-9_]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
}

/// <summary>How an account is.</summary>
/// <param name="LastCallbackAt">When its last callback came, to the minute; null when none was ever processed.</param>
/// <param name="LastReconciledAt">When one of its provider's lists was last read to its end; null when none was.</param>
/// <param name="OpenOrders">How many of its orders the hub has work with, or wait for approval.</param>
/// <param name="OpenOrdersComplete">False when there may be more: counting ends after so many reads.</param>
public sealed record AccountHealth(
    string Account,
    string Merchant,
    string Provider,
    DateTimeOffset? LastCallbackAt,
    DateTimeOffset? LastReconciledAt,
    int OpenOrders,
    bool OpenOrdersComplete
)
{
    /// <summary>Whether the app runs without it, for its settings or its merchant's have mistakes.</summary>
    public bool IsBroken { get; init; }

    /// <summary>What is wrong with its own settings.</summary>
    public IReadOnlyList<string> Mistakes { get; init; } = [];
}

/// <summary>A page of accounts, and the merchants in whose settings there are mistakes.</summary>
public sealed record AccountHealthPage(ListPage<AccountHealth> Page, IReadOnlyList<BrokenMerchant> Broken);
