using PaymentHub.Merchants;
using PaymentHub.Webhooks;

namespace PaymentHub.Http.Console;

/// <summary>A merchant as its page shows it.</summary>
/// <param name="Used">When its keys were last used, by their ids.</param>
/// <param name="History">What was changed; null where it stands in the settings.</param>
public sealed record ConsoleMerchantView(
    string Id,
    IReadOnlyList<ConsoleMerchantAccount> Accounts,
    IReadOnlyList<EndpointView> Endpoints,
    IReadOnlyList<ApiKey> Keys,
    IReadOnlyDictionary<string, DateTimeOffset> Used,
    ListPage<DirectoryChange>? History
)
{
    public string? Name { get; init; }

    public bool Disabled { get; init; }

    public bool IsStored => History is not null;

    /// <summary>In what the directory's is not what the settings say, where both have it; null where only one does.</summary>
    public IReadOnlyList<string>? Differences { get; init; }

    /// <summary>What is wrong with it and with what belongs to it.</summary>
    public IReadOnlyList<string> Mistakes { get; init; } = [];
}

/// <summary>One of a merchant's accounts.</summary>
/// <param name="IsBroken">Whether the app runs without it.</param>
/// <param name="HeardAt">When its last callback came.</param>
public sealed record ConsoleMerchantAccount(string Id, string Provider, bool Disabled, bool IsBroken, DateTimeOffset? HeardAt);
