using Microsoft.Extensions.Configuration;
using PaymentHub.Providers;

namespace PaymentHub.Merchants;

/// <summary>Turns a merchant's rows into what the app serves, with the same rules as settings. What cannot be read stays as it was.</summary>
internal sealed class StoredMerchantReader(IEnumerable<IProvider> providers, HubSettings hub, SettingsMerchants settings)
{
    private readonly MerchantReader _reader = new(providers);

    /// <summary>Reads a merchant.</summary>
    /// <param name="now">What has ended by then no longer counts.</param>
    /// <param name="before">The merchant as it was read last: what has not changed is
    /// not opened again, and what cannot be read any more stays.</param>
    public MerchantState Read(StoredMerchant stored, DateTimeOffset now, MerchantState? before)
    {
        var fingerprints = stored.Of(PartKind.Account).ToDictionary(part => part.Id, part => Fingerprint(stored, part, now), StringComparer.Ordinal);
        var reading = Read(
            stored,
            now,
            id => before?.Opened.TryGetValue(id, out var known) == true && known.Fingerprint == fingerprints[id] ? known.Provider : null
        );
        IReadOnlyList<Account> accounts = [.. reading.Served.ToList().Select(account => account.Open(hub)).OfType<Account>()];
        var merchant = reading.IsOut ? null : reading.Merchant;
        if (before is not null)
        {
            // Its mistakes are told, and it is served as it was; but for keys that are no longer there.
            merchant ??= before.Merchant is { } last ? last with { Keys = [.. last.Keys.Where(key => IsThere(stored, key))] } : null;
            accounts =
            [
                .. accounts,
                .. before.Accounts.Where(account =>
                    stored.Find(PartKind.Account, account.Id) is not null && accounts.All(other => other.Id != account.Id)
                ),
            ];
        }

        if (merchant is not null)
            merchant = merchant with { IsStored = true, Keys = stored.Disabled ? [] : merchant.Keys };
        var broken = reading.Broken is not { } told
            ? null
            : told with
            {
                IsOut = merchant is null,
                Accounts = [.. told.Accounts.Where(account => accounts.All(served => served.Id != account.Id))],
                Mistakes =
                [
                    .. told
                        .Mistakes.Concat(
                            told.Accounts.Where(account => accounts.Any(served => served.Id == account.Id)).SelectMany(account => account.Mistakes)
                        )
                        .Distinct(),
                ],
            };
        return new MerchantState(stored.Id, stored.Version)
        {
            Merchant = merchant,
            Accounts = accounts,
            Broken = broken,
            Opened = accounts
                .Where(account => fingerprints.ContainsKey(account.Id))
                .ToDictionary(account => account.Id, account => (fingerprints[account.Id], account.Provider), StringComparer.Ordinal),
            NextEnd = stored.Parts.SelectMany(part => part.Ends.Values).Where(end => end > now).Select(end => (DateTimeOffset?)end).Min(),
            Stored = stored,
            Differences = settings.Differences(stored),
        };
    }

    /// <summary>Reads a merchant, opening no account.</summary>
    public MerchantReading Read(StoredMerchant stored, DateTimeOffset now, Func<string, ProviderAccount?>? open = null)
    {
        var mistakes = new List<string>();
        var section = Compose(stored, now).GetSection($"{DirectoryReader.Root}:Merchants:{stored.Id}");
        var reading = _reader.Read(new SettingsReader(section, mistakes), open);
        if (stored.Unreadable is { } why)
            reading.Tell($"{DirectoryReader.Root}: merchant '{stored.Id}' {why}");
        foreach (var part in stored.Parts.Where(part => part.Unreadable is not null))
        {
            var sentence =
                $"{DirectoryReader.Root}: {part.Kind.ToString().ToLowerInvariant()} '{part.Id}' of merchant '{stored.Id}' {part.Unreadable}";
            if (part.Kind == PartKind.Account)
            {
                reading
                    .Accounts.Single(account => account.Id == part.Id)
                    .Unreadable(sentence, [.. part.CallbackHashes.Where(hash => part.Counts(hash.Key, now)).Select(hash => hash.Value)]);
            }
            else if (part.Kind == PartKind.Endpoint)
            {
                reading.Tell(sentence);
            }
            else
            {
                reading.Note(sentence);
            }
        }

        return reading;
    }

    private static IConfigurationRoot Compose(StoredMerchant stored, DateTimeOffset now)
    {
        // As settings are: whether letters are small or capital makes no other one.
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (look, value) in stored.Page)
            settings[$"{DirectoryReader.Root}:Merchants:{stored.Id}:Page:{look}"] = value;
        foreach (var part in stored.Parts)
        {
            var path = $"{DirectoryReader.Root}:Merchants:{stored.Id}:{Section(part.Kind)}:{part.Id}";
            foreach (var (name, value) in part.At(now))
                settings[$"{path}:{name}"] = value;
            if (part.Kind != PartKind.Account)
                continue;
            // One that cannot be read is there all the same, and broken.
            if (part.Unreadable is not null)
                settings.TryAdd($"{path}:Provider", "");
            if (stored.Disabled)
                settings[$"{path}:Disabled"] = "true";
        }

        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }

    /// <summary>The section of settings in which parts of a kind stand.</summary>
    public static string Section(PartKind kind) =>
        kind switch
        {
            PartKind.Account => "Accounts",
            PartKind.Endpoint => "Endpoints",
            _ => "ApiKeys",
        };

    private static string Fingerprint(StoredMerchant stored, StoredPart part, DateTimeOffset now) =>
        $"{part.Version} {part.At(now).Count()} {stored.Disabled}";

    private static bool IsThere(StoredMerchant stored, ApiKey key) =>
        stored.Find(PartKind.ApiKey, key.Id) is { } part
        && (part.Unreadable is not null || part["Sha256"]?.Equals(Convert.ToHexString(key.Sha256.Span), StringComparison.OrdinalIgnoreCase) == true);
}

/// <summary>A merchant of the table as the app serves it.</summary>
/// <param name="Version">The version that it was read with.</param>
internal sealed record MerchantState(string Id, int Version)
{
    /// <summary>Null when it cannot be served.</summary>
    public Merchant? Merchant { get; init; }

    public IReadOnlyList<Account> Accounts { get; init; } = [];

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public BrokenMerchant? Broken { get; init; }

    /// <summary>Its accounts at their providers, and what they were opened with.</summary>
    public IReadOnlyDictionary<string, (string Fingerprint, ProviderAccount Provider)> Opened { get; init; } =
        new Dictionary<string, (string, ProviderAccount)>();

    /// <summary>When the next of its settings ends that another one has taken the place of.</summary>
    public DateTimeOffset? NextEnd { get; init; }

    /// <summary>In what it is not what the settings say; null when they say nothing of it.</summary>
    public IReadOnlyList<string>? Differences { get; init; }

    /// <summary>What it was made of; null where it will not be needed again.</summary>
    public StoredMerchant? Stored { get; init; }

    public override string ToString() => Id;
}
