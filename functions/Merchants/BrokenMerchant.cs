namespace PaymentHub.Merchants;

/// <summary>A merchant with mistakes in its settings. The app does not serve the broken parts, and shows what is wrong.</summary>
/// <param name="Id">The id in settings.</param>
/// <param name="IsOut">Whether nothing of it is served. Otherwise it is, but for its broken accounts.</param>
/// <param name="Mistakes">What is wrong with the merchant itself: a sentence each, which starts with the setting's name and tells no secret.</param>
/// <param name="Endpoints">Where its webhooks go, as far as that could be read: they are owed what still becomes of its orders.</param>
/// <param name="Accounts">Its accounts that are out.</param>
public sealed record BrokenMerchant(
    string Id,
    bool IsOut,
    IReadOnlyList<string> Mistakes,
    IReadOnlyList<WebhookEndpoint> Endpoints,
    IReadOnlyList<BrokenAccount> Accounts
)
{
    /// <summary>Everything that is wrong, also with its accounts.</summary>
    public IReadOnlyList<string> AllMistakes => [.. Mistakes.Concat(Accounts.SelectMany(account => account.Mistakes)).Distinct()];
}

/// <summary>An account that is out: its own settings have mistakes, or its merchant's have.</summary>
/// <param name="ProviderName">What is set as its provider; empty when nothing is.</param>
/// <param name="Mistakes">What is wrong with the account itself.</param>
/// <param name="CallbackHashes">Hashes of the secret parts of its callback URLs: what comes there is still evidence.</param>
/// <param name="CallbackHeaders">The headers that its provider signs with; null when nothing
/// can be kept for it, for its provider or its own id is no such thing.</param>
public sealed record BrokenAccount(
    string Id,
    string MerchantId,
    string ProviderName,
    IReadOnlyList<string> Mistakes,
    IReadOnlyList<string> CallbackHashes,
    IReadOnlyList<string>? CallbackHeaders
)
{
    /// <summary>The account for which its callbacks are kept.</summary>
    public string KeptFor { get; init; } = Id;
}

/// <summary>A merchant in the table that is also in the settings, which take precedence.</summary>
/// <param name="Differences">In what it is not what they say, and what is wrong with it, a sentence each; none when it can take their place.</param>
/// <param name="Accounts">Its accounts there.</param>
public sealed record ShadowedMerchant(string Id, IReadOnlyList<string> Differences, IReadOnlyList<BrokenAccount> Accounts);
