using System.Text.Json;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>
/// The account's currencies and chains, kept in memory. An id that is not in them makes us read the provider's lists again, once for all who wait and
/// not more often than the pause allows, so that unknown ids cannot make us flood the provider with requests.
/// </summary>
internal sealed class PayProtocolCatalogue(PayProtocolClient client, PayProtocolOptions options, TimeProvider clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Task _refresh = Task.CompletedTask;
    private long? _refreshedAt;
    private volatile PayProtocolLists _lists = PayProtocolLists.None;
    private volatile string _trouble = "";

    /// <summary>A currency on a chain; unavailable when it is unknown even to a fresh list, since decimals are never guessed.</summary>
    public Task<ProviderResult<PayProtocolCurrency>> CurrencyAsync(string chainId, string currencyId, CancellationToken cancellationToken) =>
        FindAsync(lists => lists.Currencies.GetValueOrDefault((chainId, currencyId)), $"currency {currencyId} on chain {chainId}", cancellationToken);

    /// <summary>A currency on a chain by its symbol; unavailable as above.</summary>
    public Task<ProviderResult<PayProtocolCurrency>> CurrencyOfSymbolAsync(string chainId, string symbol, CancellationToken cancellationToken) =>
        FindAsync(lists => lists.Find(chainId, symbol), $"one {symbol} on chain {chainId}", cancellationToken);

    /// <summary>Our name of a chain; unavailable when it is unknown even to a fresh list.</summary>
    public Task<ProviderResult<string>> NetworkAsync(string chainId, CancellationToken cancellationToken) =>
        FindAsync(lists => lists.Networks.GetValueOrDefault(chainId), $"chain {chainId}", cancellationToken);

    /// <summary>
    /// The currency of that symbol on that network. Absent when even fresh lists do not have it; refused when they have several, since
    /// which of them is meant is not ours to guess.
    /// </summary>
    public async Task<ProviderResult<PayProtocolRoute>> RouteAsync(string symbol, string network, CancellationToken cancellationToken)
    {
        if (_lists.Routes(symbol, network).Count == 0)
            await RefreshWhenDue().WaitAsync(cancellationToken);
        return _lists.Routes(symbol, network) switch
        {
            [var only] => new ProviderResult<PayProtocolRoute>.Good(only),
            [] when IsInTrouble => new ProviderResult<PayProtocolRoute>.Unavailable(
                $"The provider's lists do not have {symbol} on {network}.{_trouble}"
            ),
            [] => new ProviderResult<PayProtocolRoute>.Absent(),
            _ => new ProviderResult<PayProtocolRoute>.Refused(
                "ambiguous_currency",
                $"The provider's lists have {symbol} on {network} more than once."
            ),
        };
    }

    /// <summary>Whether the lists could not be read, or came back empty, when that was last tried.</summary>
    public bool IsInTrouble => _trouble.Length > 0;

    /// <summary>Whether an address is that of a currency's contract on a network.</summary>
    public bool HasContract(string address, string network) => _lists.HasContract(address, network);

    /// <summary>The networks that are known, in order.</summary>
    public IReadOnlyList<string> Networks => [.. _lists.Networks.Values.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>
    /// The networks as they are by now: chains are opened while the app runs, and no notice tells of a new one. The lists are read again no
    /// more often than the pause allows, and a provider that is slow keeps nobody waiting for them.
    /// </summary>
    public async Task<IReadOnlyList<string>> PresentNetworksAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(RefreshWhenDue(), Task.Delay(LongestWait, clock, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return Networks;
    }

    /// <summary>The currencies that are known on a network, in order.</summary>
    public IReadOnlyList<string> Currencies(string network) =>
        [
            .. _lists
                .Currencies.Values.Where(currency => currency.Network == network)
                .Select(currency => currency.Symbol)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Every currency on every chain; unavailable while the lists could not be read yet.</summary>
    public Task<ProviderResult<IReadOnlyList<AccountCurrency>>> AllAsync(CancellationToken cancellationToken) =>
        FindAsync<IReadOnlyList<AccountCurrency>>(
            lists =>
                lists.Currencies.Count == 0
                    ? null
                    :
                    [
                        .. lists
                            .Currencies.Values.GroupBy(
                                currency => (currency.Symbol, currency.Network),
                                (key, same) => new AccountCurrency(key.Symbol, key.Network, same.Max(currency => currency.Decimals))
                            )
                            .OrderBy(currency => currency.Symbol, StringComparer.Ordinal)
                            .ThenBy(currency => currency.Network, StringComparer.Ordinal),
                    ],
            "any currency",
            cancellationToken
        );

    private async Task<ProviderResult<T>> FindAsync<T>(Func<PayProtocolLists, T?> find, string what, CancellationToken cancellationToken)
        where T : class
    {
        if (find(_lists) is null)
            await RefreshWhenDue().WaitAsync(cancellationToken);
        return find(_lists) is { } found
            ? new ProviderResult<T>.Good(found)
            : new ProviderResult<T>.Unavailable($"The provider's lists do not have {what}.{_trouble}");
    }

    private Task RefreshWhenDue()
    {
        lock (_gate)
        {
            if (!_refresh.IsCompleted)
                return _refresh;
            return _refreshedAt is { } last && clock.GetElapsedTime(last) < options.CatalogueRefreshPause
                ? Task.CompletedTask
                : _refresh = RefreshAsync();
        }
    }

    // Nobody's own cancellation: others wait for it too, and its calls have a time limit of their own.
    private async Task RefreshAsync()
    {
        var chains = await client.ListChainsAsync(CancellationToken.None);
        var currencies = await client.ListCurrenciesAsync(CancellationToken.None);
        if (chains is ProviderResult<JsonElement>.Good { Value: var c } && currencies is ProviderResult<JsonElement>.Good { Value: var k })
        {
            // Every account has chains and currencies, so an empty answer is the provider's trouble and does not say that they are gone.
            var read = PayProtocolLists.Read(c, k, options);
            _lists = read.Or(_lists);
            _trouble = read.IsWhole ? "" : " They came back empty just now.";
        }
        else
        {
            _trouble = " They could not be read again just now.";
        }

        _refreshedAt = clock.GetTimestamp();
    }
}

/// <summary>What the provider's lists say about a currency on a chain.</summary>
/// <param name="Symbol">For instance USDT.</param>
/// <param name="Decimals">An integer amount on the wire is the amount × 10^Decimals.</param>
/// <param name="Network">Our name of the chain.</param>
/// <param name="Contract">Its contract on the chain, in canonical spelling; null for a chain's own coin, or when the list does not say.</param>
internal sealed record PayProtocolCurrency(string Symbol, int Decimals, string Network, string? Contract = null)
{
    /// <summary>Which of several under one symbol it is.</summary>
    public CoinRank Rank { get; init; }

    /// <summary>What it goes by: of several under one symbol only one is called by it.</summary>
    public string Name { get; init; } = Symbol;
}

/// <summary>What a currency is to its symbol on a network.</summary>
internal enum CoinRank
{
    /// <summary>The only one under it.</summary>
    Only,

    /// <summary>The one among several that the settings name, or whose contract is known to be it.</summary>
    Named,

    /// <summary>The one among several that the provider listed first. Good enough for incoming money, but not for what we send.</summary>
    First,

    /// <summary>Another one under the same symbol.</summary>
    Other,
}

/// <summary>A currency on a network as the platform numbers them: its own ids, not the chain's.</summary>
internal sealed record PayProtocolRoute(string ChainId, string CurrencyId, PayProtocolCurrency Currency);
