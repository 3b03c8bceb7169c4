using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Microsoft.Extensions.Primitives;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Telemetry;

namespace PaymentHub.Operations;

/// <summary>
/// The state of accounts, and when their last callback came. Each instance writes an account's time once a minute, so it costs almost nothing.
/// </summary>
public sealed partial class AccountActivity(
    StorageClients storage,
    MerchantDirectory directory,
    IReconciliationStore jobs,
    OpenOrders open,
    HubGauges gauges,
    TimeProvider clock
)
{
    private const string Binding = Keys.Accounts;

    /// <summary>Accounts that were taken out of the settings may still have rows; so many cover every account that is likely ever to be.</summary>
    private const int MaxHeard = 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly TableClient _table = storage.Table(TableNames.Listing);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _written = new(StringComparer.Ordinal);

    /// <summary>Notes that a callback of an account was processed.</summary>
    public async Task NoteAsync(string accountId, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        gauges.Heard(accountId, receivedAt);
        if (_written.TryGetValue(accountId, out var last) && now - last < Pause)
            return;
        _written[accountId] = now;
        // Whoever writes last wins: the times are at most as far apart as one takes to be processed.
        await _table.UpsertEntityAsync(
            new TableEntity(Keys.Accounts, accountId) { ["LastCallbackAt"] = receivedAt },
            TableUpdateMode.Replace,
            cancellationToken
        );
    }

    /// <summary>When each account that is served was last heard of; those of which nothing was ever heard are left out.</summary>
    internal async Task<IReadOnlyList<(string Account, DateTimeOffset At)>> HeardAsync(CancellationToken cancellationToken) =>
        [
            .. from row in await _table.ReadRangeAsync(Keys.Accounts, "", "~", MaxHeard, cancellationToken)
            where directory.FindAccount(row.RowKey) is not null && row.GetDateTimeOffset("LastCallbackAt") is not null
            select (row.RowKey, row.GetDateTimeOffset("LastCallbackAt")!.Value),
        ];

    /// <summary>
    /// The accounts that somebody has to look at: those that are not served, and those without a callback since a time. Found with one read, and so
    /// without their lists and orders.
    /// </summary>
    internal async Task<Counted<AccountHealth>> AttentionAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var rows = await _table.ReadRangeAsync(Keys.Accounts, "", "~", MaxHeard, cancellationToken);
        var heard = rows.ToDictionary(row => row.RowKey, row => row.GetDateTimeOffset("LastCallbackAt"), StringComparer.Ordinal);
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
        return new([.. broken, .. silent], rows.Count == MaxHeard);
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
        var heard = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        foreach (var row in await _table.ReadRangeAsync(Keys.Accounts, after ?? "", "~", MaxHeard, cancellationToken))
            heard[row.RowKey] = row.GetDateTimeOffset("LastCallbackAt");
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
