using PaymentHub.Providers;

namespace PaymentHub.Merchants;

/// <summary>A merchant as its settings were read, before it is known whether it can be served.</summary>
/// <param name="lookMistakes">What is wrong with its pages' look: told, and without it the merchant is served all the same.</param>
internal sealed class MerchantReading(
    SettingsReader reader,
    IReadOnlyList<ApiKey> keys,
    IReadOnlyList<WebhookEndpoint> endpoints,
    IReadOnlyList<AccountReading> accounts,
    PageLook look,
    IReadOnlyList<string> lookMistakes
)
{
    private readonly List<string> _told = [.. lookMistakes];

    public IReadOnlyList<ApiKey> Keys { get; private set; } = keys;

    public IReadOnlyList<AccountReading> Accounts => accounts;

    /// <summary>Whether nothing of it can be served: its keys or its endpoints are not known for certain.</summary>
    public bool IsOut => reader.Found.Count > 0;

    /// <summary>The accounts that can be served.</summary>
    public IEnumerable<AccountReading> Served => IsOut ? [] : accounts.Where(account => !account.IsBroken);

    /// <summary>Everything that is wrong, also with its accounts.</summary>
    public IEnumerable<string> Mistakes => [.. reader.Found, .. _told, .. accounts.SelectMany(account => account.Mistakes)];

    public Merchant Merchant => new(reader.Name, Keys, endpoints) { Page = look };

    /// <summary>What the app runs without; null when that is nothing.</summary>
    public BrokenMerchant? Broken =>
        Mistakes.Any()
            ? new BrokenMerchant(
                reader.Name,
                IsOut,
                [.. reader.Found, .. _told],
                endpoints,
                [.. accounts.Except(Served).Select(account => account.Broken(reader.Name))]
            )
            : null;

    /// <summary>Notes a mistake that puts the merchant out.</summary>
    public void Tell(string sentence) => reader.Tell(sentence);

    /// <summary>Notes a mistake that puts nothing out.</summary>
    public void Note(string sentence) => _told.Add(sentence);

    /// <summary>Takes a key away that is another merchant's, too: it tells nobody apart, and the rest of both goes on.</summary>
    public void Drop(ApiKey key, string sentence)
    {
        Keys = [.. Keys.Where(candidate => !ReferenceEquals(candidate, key))];
        _told.Add(sentence);
    }
}

/// <summary>An account as its settings were read.</summary>
/// <param name="open">Opens it; null when it has no provider, which breaks it.</param>
internal sealed class AccountReading(
    SettingsReader reader,
    string providerName,
    IProvider? provider,
    IReadOnlyList<string> callbackIds,
    Func<HubSettings, Account>? open
)
{
    private IReadOnlyList<string> _hashes = [.. callbackIds.Select(DirectorySnapshot.Hash)];

    public string Id => reader.Name;

    public IReadOnlyList<string> CallbackIds => callbackIds;

    public IReadOnlyList<string> Mistakes => reader.Found;

    public bool IsBroken => reader.Found.Count > 0;

    /// <summary>Opens an account that is not broken; null when its times do not go with the hub's, which breaks it.</summary>
    public Account? Open(HubSettings hub)
    {
        if (open?.Invoke(hub) is not { } opened)
            return null;
        CheckTimes(opened, hub);
        return IsBroken ? null : opened;
    }

    public void Tell(string sentence) => reader.Tell(sentence);

    /// <summary>Notes that its row cannot be read: whatever else seems to be wrong comes of that.</summary>
    /// <param name="callbackHashes">By which its callbacks are known all the same.</param>
    public void Unreadable(string sentence, IReadOnlyList<string> callbackHashes)
    {
        reader.TellOnly(sentence);
        _hashes = callbackHashes;
    }

    /// <summary>
    /// A lease holder, or a sender, must have the provider's answer before that time is over: otherwise two would work on the same thing.
    /// </summary>
    private void CheckTimes(Account opened, HubSettings hub)
    {
        var provider = opened.Provider;
        if (provider.LongestPage >= hub.PaymentPageLease)
        {
            reader.Mistake(
                "Settings:RequestTimeout",
                $"lets a payment page take {provider.LongestPage}, so that {DirectoryReader.Root}__PaymentPageLease, which is {hub.PaymentPageLease}, must be longer."
            );
        }

        if (opened.Withdrawals.On && provider.LongestSend >= hub.WithdrawalSendWindow)
        {
            reader.Mistake(
                "Settings:RequestTimeout",
                $"lets a withdrawal take {provider.LongestSend}, so that {DirectoryReader.Root}__Withdrawals__SendWindow, which is {hub.WithdrawalSendWindow}, must be longer."
            );
        }
    }

    // Under what is no id nothing can be kept that would be found again: it has to be renamed.
    public BrokenAccount Broken(string merchantId) =>
        new(Id, merchantId, providerName, Mistakes, _hashes, Identifiers.IsId(Id) ? provider?.CallbackHeaders : null);
}
