using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Merchants;

/// <summary>The directory at one moment, with look-ups by every kind of name. Immutable.</summary>
internal sealed class DirectorySnapshot
{
    private readonly Dictionary<string, Merchant> _merchants;
    private readonly Dictionary<string, Account> _accounts;

    // By hash, so that how long a look-up takes tells nothing about the secret.
    private readonly Dictionary<string, Account> _byCallbackId;
    private readonly Dictionary<string, Caller> _byKey = new(StringComparer.Ordinal);
    private readonly ILookup<string, BrokenAccount> _brokenByCallbackId;

    public DirectorySnapshot(
        IReadOnlyList<Merchant> merchants,
        IReadOnlyList<Account> accounts,
        IReadOnlyList<BrokenMerchant> broken,
        IReadOnlyList<ShadowedMerchant>? shadowed = null
    )
    {
        Broken = broken;
        Shadowed = shadowed ?? [];
        _merchants = merchants.ToDictionary(merchant => merchant.Id, StringComparer.Ordinal);
        _accounts = accounts.ToDictionary(account => account.Id, StringComparer.Ordinal);
        _byCallbackId = accounts
            .SelectMany(account => account.CallbackIds.Select(id => (Hash: Hash(id), account)))
            .ToDictionary(pair => pair.Hash, pair => pair.account, StringComparer.Ordinal);
        foreach (var merchant in merchants)
        {
            foreach (var key in merchant.Keys)
                _byKey[Convert.ToHexString(key.Sha256.Span)] = new Caller(merchant, key);
        }

        var told = HashesOf(broken.SelectMany(merchant => merchant.Accounts)).ToLookup(pair => pair.Hash, StringComparer.Ordinal);
        // What comes to callback URLs that only the directory has is no less a payment.
        var further = HashesOf(Shadowed.SelectMany(merchant => merchant.Accounts))
            .Where(pair => !told.Contains(pair.Hash) && !_byCallbackId.ContainsKey(pair.Hash));
        _brokenByCallbackId = told.SelectMany(pair => pair).Concat(further).ToLookup(pair => pair.Hash, pair => pair.Account, StringComparer.Ordinal);
    }

    public IReadOnlyCollection<Merchant> Merchants => _merchants.Values;

    public IReadOnlyCollection<Account> Accounts => _accounts.Values;

    public IReadOnlyList<BrokenMerchant> Broken { get; }

    /// <summary>The table's merchants in whose place the settings count.</summary>
    public IReadOnlyList<ShadowedMerchant> Shadowed { get; }

    public Merchant? FindMerchant(string id) => _merchants.GetValueOrDefault(id);

    public Account? FindAccount(string id) => _accounts.GetValueOrDefault(id);

    public Account? FindByCallbackId(string callbackId) => _byCallbackId.GetValueOrDefault(Hash(callbackId));

    public IReadOnlyList<BrokenAccount> FindBroken(string callbackId) => [.. _brokenByCallbackId[Hash(callbackId)]];

    public Caller? FindCaller(string apiKey) => _byKey.GetValueOrDefault(Hash(apiKey));

    /// <summary>Whether a key of that hash is somebody's.</summary>
    public Caller? FindByHash(string sha256) => _byKey.GetValueOrDefault(sha256.ToUpperInvariant());

    /// <summary>
    /// This directory, from the settings, with the merchants of the table. Each name belongs to one merchant: the settings' first, then by id.
    /// Conflicts should not occur, because writers to the table check whether a name is taken; but a row may have been changed by hand, or settings
    /// added since.
    /// </summary>
    public DirectorySnapshot With(IEnumerable<MerchantState> stored)
    {
        var (merchants, accounts, broken) = (new List<Merchant>(Merchants), new List<Account>(Accounts), new List<BrokenMerchant>(Broken));
        var shadowed = new List<ShadowedMerchant>();
        var taken = new HashSet<string>(
            Merchants.Select(merchant => merchant.Id).Concat(Broken.Select(merchant => merchant.Id)),
            StringComparer.Ordinal
        );
        var names = accounts
            .SelectMany(NamesOf)
            .Concat(Broken.SelectMany(merchant => merchant.Accounts).Select(account => $"id {account.Id}"))
            .ToHashSet(StringComparer.Ordinal);
        var keys = merchants
            .SelectMany(merchant => merchant.Keys)
            .Select(key => Convert.ToHexString(key.Sha256.Span))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var state in stored.OrderBy(state => state.Id, StringComparer.Ordinal))
        {
            if (!taken.Add(state.Id))
            {
                shadowed.Add(
                    new ShadowedMerchant(
                        state.Id,
                        [.. state.Differences ?? [], .. state.Broken?.AllMistakes ?? []],
                        [.. state.Accounts.Select(account => Out(account, [])), .. state.Broken?.Accounts ?? []]
                    )
                );
                continue;
            }

            var (good, twice) = (new List<Account>(), new List<BrokenAccount>());
            foreach (var account in state.Accounts)
            {
                if (NamesOf(account).Any(names.Contains))
                {
                    twice.Add(
                        Out(
                            account,
                            [
                                $"{DirectoryReader.Root}: the account '{account.Id}' of merchant '{state.Id}' has its id, a callback id or its identity at {account.ProviderName} in common with another account, which counts.",
                            ]
                        )
                    );
                }
                else
                {
                    good.Add(account);
                }
            }

            accounts.AddRange(good);
            names.UnionWith(good.SelectMany(NamesOf));
            if (state.Merchant is { } merchant)
                merchants.Add(merchant with { Keys = [.. merchant.Keys.Where(key => keys.Add(Convert.ToHexString(key.Sha256.Span)))] });
            var told = state.Broken ?? new BrokenMerchant(state.Id, false, [], [], []);
            if (state.Broken is not null || twice.Count > 0)
                broken.Add(told with { Accounts = [.. told.Accounts, .. twice] });
        }

        return new DirectorySnapshot(merchants, accounts, broken, shadowed);
    }

    /// <summary>This directory without accounts that cannot be served, which are broken from now on.</summary>
    public DirectorySnapshot Without(IReadOnlyCollection<AccountMistake> mistakes)
    {
        var why = mistakes.ToLookup(mistake => mistake.AccountId, StringComparer.Ordinal);
        var broken = Broken.ToDictionary(merchant => merchant.Id, StringComparer.Ordinal);
        foreach (var account in Accounts.Where(account => why.Contains(account.Id)))
        {
            var known = broken.GetValueOrDefault(account.MerchantId) ?? new BrokenMerchant(account.MerchantId, false, [], [], []);
            var before = why[account.Id].Select(mistake => mistake.Before).FirstOrDefault();
            broken[account.MerchantId] = known with
            {
                Accounts =
                [
                    .. known.Accounts,
                    Out(account, [.. why[account.Id].Select(mistake => mistake.ToString())]) with
                    {
                        // Its payments are those of the account that it was, under whose name they will be looked for.
                        KeptFor = before is not null && FindAccount(before) is null ? before : account.Id,
                    },
                ],
            };
        }

        return new DirectorySnapshot([.. Merchants], [.. Accounts.Where(account => !why.Contains(account.Id))], [.. broken.Values]);
    }

    private static BrokenAccount Out(Account account, IReadOnlyList<string> mistakes) =>
        new(account.Id, account.MerchantId, account.ProviderName, mistakes, [.. account.CallbackIds.Select(Hash)], account.Provider.CallbackHeaders);

    public static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static IEnumerable<(string Hash, BrokenAccount Account)> HashesOf(IEnumerable<BrokenAccount> accounts) =>
        accounts.SelectMany(account => account.CallbackHashes.Select(hash => (hash, account)));

    private static IEnumerable<string> NamesOf(Account account) =>
        [$"id {account.Id}", $"identity {account.Provider.Identity}", .. account.CallbackIds.Select(id => $"callback {Hash(id)}")];
}
