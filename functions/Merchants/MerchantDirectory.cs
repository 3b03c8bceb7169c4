using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Merchants;

/// <summary>Who is who: merchants, their keys and their accounts, as configured, without what is broken. Does not change while the app runs.</summary>
public sealed class MerchantDirectory(HubSettings settings, IReadOnlyList<Merchant> merchants, IReadOnlyList<Account> accounts)
{
    private readonly Dictionary<string, Merchant> _merchants = merchants.ToDictionary(merchant => merchant.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, Account> _accounts = accounts.ToDictionary(account => account.Id, StringComparer.Ordinal);

    // By hash, so that how long a look-up takes tells nothing about the secret.
    private readonly Dictionary<string, Account> _byCallbackId = accounts
        .SelectMany(account => account.CallbackIds.Select(id => (Hash: Hash(id), account)))
        .ToDictionary(pair => pair.Hash, pair => pair.account, StringComparer.Ordinal);

    public HubSettings Settings => settings;

    /// <summary>What the settings have of merchants and accounts that have mistakes in them.</summary>
    public IReadOnlyList<BrokenMerchant> Broken { get; init; } = [];

    public IReadOnlyCollection<Account> Accounts => _accounts.Values;

    public IReadOnlyCollection<Merchant> Merchants => _merchants.Values;

    public Merchant? FindMerchant(string id) => _merchants.GetValueOrDefault(id);

    public Account? FindAccount(string id) => _accounts.GetValueOrDefault(id);

    /// <summary>The account, if it is that merchant's.</summary>
    public Account? FindAccount(string id, Merchant merchant) => FindAccount(id) is { } account && account.MerchantId == merchant.Id ? account : null;

    public Account? FindByCallbackId(string callbackId) => _byCallbackId.GetValueOrDefault(Hash(callbackId));

    /// <summary>The broken accounts to which that callback id belongs: none, one, or where it stands twice two.</summary>
    public IReadOnlyList<BrokenAccount> FindBroken(string callbackId) =>
        [.. Broken.SelectMany(merchant => merchant.Accounts).Where(account => account.CallbackIds.Any(id => Hash(id) == Hash(callbackId)))];

    /// <summary>The endpoints to which a merchant's events are owed. One whose settings are broken is owed them, too: they wait until it is back.</summary>
    public IReadOnlyList<WebhookEndpoint> EndpointsOf(string merchantId) =>
        FindMerchant(merchantId)?.Endpoints ?? Broken.FirstOrDefault(merchant => merchant.Id == merchantId)?.Endpoints ?? [];

    /// <summary>Who calls with this API key; null when nobody has it.</summary>
    public Caller? FindCaller(string apiKey)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(apiKey));
        Caller? caller = null;
        // Every key is compared, whether or not one has matched already.
        foreach (var merchant in _merchants.Values)
            foreach (var key in merchant.Keys)
                if (CryptographicOperations.FixedTimeEquals(hash, key.Sha256.Span))
                    caller = new Caller(merchant, key);
        return caller;
    }

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>Who calls our API: a merchant, by one of its keys.</summary>
public sealed record Caller(Merchant Merchant, ApiKey Key)
{
    /// <summary>Whether the key may do what needs one of these roles.</summary>
    public bool May(Roles roles) => (Key.Roles & roles) != Roles.None;
}
