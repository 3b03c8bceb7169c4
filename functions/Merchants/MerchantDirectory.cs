namespace PaymentHub.Merchants;

/// <summary>
/// Merchants, their keys and their accounts, without the broken ones. Those of the settings stay the same while the app runs, those of the
/// directory's table change: look one up when it is needed, and do not keep it.
/// </summary>
public sealed class MerchantDirectory
{
    private volatile DirectorySnapshot _fixed;
    private volatile DirectorySnapshot _current;

    /// <param name="settings">The hub's.</param>
    /// <param name="merchants">The settings' merchants.</param>
    /// <param name="accounts">Theirs.</param>
    /// <param name="broken">What the settings have of merchants and accounts that have mistakes in them.</param>
    public MerchantDirectory(
        HubSettings settings,
        IReadOnlyList<Merchant> merchants,
        IReadOnlyList<Account> accounts,
        IReadOnlyList<BrokenMerchant>? broken = null
    )
    {
        Settings = settings;
        _fixed = new DirectorySnapshot(merchants, accounts, broken ?? []);
        _current = _fixed;
    }

    public HubSettings Settings { get; }

    /// <summary>What there is of merchants and accounts that have mistakes in them.</summary>
    public IReadOnlyList<BrokenMerchant> Broken => _current.Broken;

    public IReadOnlyCollection<Account> Accounts => _current.Accounts;

    public IReadOnlyCollection<Merchant> Merchants => _current.Merchants;

    public Merchant? FindMerchant(string id) => _current.FindMerchant(id);

    public Account? FindAccount(string id) => _current.FindAccount(id);

    /// <summary>The account, if it is that merchant's.</summary>
    public Account? FindAccount(string id, Merchant merchant) => FindAccount(id) is { } account && account.MerchantId == merchant.Id ? account : null;

    public Account? FindByCallbackId(string callbackId) => _current.FindByCallbackId(callbackId);

    /// <summary>Whether it is an account of that merchant's that cannot be served at the moment.</summary>
    public bool IsBroken(string id, Merchant merchant) =>
        _current.Broken.Any(broken => broken.Id == merchant.Id && broken.Accounts.Any(account => account.Id == id));

    /// <summary>The broken accounts to which that callback id belongs: none, one, or where it stands twice two.</summary>
    public IReadOnlyList<BrokenAccount> FindBroken(string callbackId) => _current.FindBroken(callbackId);

    /// <summary>
    /// The endpoints that receive a merchant's events, including those of a merchant with broken settings: its events wait until it is back.
    /// </summary>
    public IReadOnlyList<WebhookEndpoint> EndpointsOf(string merchantId)
    {
        var now = _current;
        return now.FindMerchant(merchantId)?.Endpoints ?? now.Broken.FirstOrDefault(merchant => merchant.Id == merchantId)?.Endpoints ?? [];
    }

    /// <summary>Who calls with this API key; null when nobody has it.</summary>
    public Caller? FindCaller(string apiKey) => _current.FindCaller(apiKey);

    /// <summary>The directory as it is at this moment, for whoever needs several answers that go together.</summary>
    internal DirectorySnapshot Current => _current;

    /// <summary>What the settings alone describe.</summary>
    internal DirectorySnapshot Fixed => _fixed;

    /// <summary>From now on these accounts of the settings are not served. To be called before anybody else looks.</summary>
    internal void PutOut(IReadOnlyCollection<AccountMistake> mistakes) => _current = _fixed = _fixed.Without(mistakes);

    /// <summary>From now on these are the table's merchants.</summary>
    internal void Publish(IEnumerable<MerchantState> stored) => _current = _fixed.With(stored);
}
