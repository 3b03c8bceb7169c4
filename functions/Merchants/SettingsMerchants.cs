using Microsoft.Extensions.Configuration;
using PaymentHub.Providers;

namespace PaymentHub.Merchants;

/// <summary>
/// The merchants of the settings as the directory would hold them: the same settings by the same names, so that one that was imported is read
/// by the very rules as before, and is the same.
/// </summary>
internal sealed class SettingsMerchants
{
    private const string CallbackIds = "CallbackIds";
    private const string Secrets = "Secrets";
    private const string Own = "Settings";

    /// <summary>In settings it is nothing whether letters are small or capital; in the directory's rows each name is written in one way.</summary>
    private static readonly HashSet<string> Names = new(
        [
            nameof(AccountDocument.Provider),
            nameof(AccountDocument.BaseUrl),
            nameof(AccountDocument.Confirm),
            nameof(AccountDocument.UnknownAddresses),
            nameof(AccountDocument.OverdueAfter),
            nameof(AccountDocument.Withdrawals),
            nameof(AccountDocument.Approval),
            nameof(AccountDocument.ApprovalPeriod),
            nameof(AccountDocument.AllowedAddresses),
            nameof(AccountDocument.LimitPerWithdrawal),
            nameof(AccountDocument.LimitPerDay),
            nameof(AccountDocument.ResubmitWhenAbsent),
            nameof(AccountDocument.AmountTolerance),
            nameof(AccountDocument.Underpaid),
            nameof(AccountDocument.Overpaid),
            nameof(AccountDocument.PageLifetime),
            nameof(EndpointDocument.Url),
            nameof(EndpointDocument.Events),
            nameof(EndpointDocument.Accounts),
            nameof(EndpointDocument.Schedule),
            nameof(EndpointDocument.RateLimit),
            nameof(EndpointDocument.Disabled),
            nameof(EndpointDocument.FinalWaits),
            nameof(EndpointDocument.AllowLocal),
            nameof(ApiKeyDocument.Owner),
            nameof(ApiKeyDocument.Roles),
            nameof(ApiKeyDocument.Addresses),
            nameof(PageDocument.Name),
            nameof(PageDocument.LogoUrl),
            nameof(PageDocument.AccentColor),
            "Expires",
            "Sha256",
            CallbackIds,
            Secrets,
            Own,
        ],
        StringComparer.OrdinalIgnoreCase
    );

    private readonly IEnumerable<IProvider> _providers;

    // They stay while the app runs, as those do that it serves.
    private readonly Lazy<IReadOnlyDictionary<string, StoredMerchant>> _all;

    public SettingsMerchants(IConfiguration configuration, IEnumerable<IProvider> providers)
    {
        _providers = providers;
        _all = new(() =>
            configuration
                .GetSection($"{DirectoryReader.Root}:Merchants")
                .GetChildren()
                .ToDictionary(merchant => merchant.Key, MerchantOf, StringComparer.Ordinal)
        );
    }

    /// <summary>A merchant of the settings, with the version 0; null when they have none of that id.</summary>
    public StoredMerchant? Find(string id) => _all.Value.GetValueOrDefault(id);

    /// <summary>In what a merchant of the directory is not what the settings say of it, a sentence each, without any value; null when they say
    /// nothing of it.</summary>
    public IReadOnlyList<string>? Differences(StoredMerchant stored)
    {
        if (Find(stored.Id) is not { } settings)
            return null;
        var differences = new List<string>();
        if (stored.Disabled)
            differences.Add("It is disabled in the directory.");
        if (stored.Page.Except(settings.Page).Any() || settings.Page.Except(stored.Page).Any())
            differences.Add("The look of its pages differs.");
        foreach (var key in settings.Parts.Concat(stored.Parts).Select(part => part.Key).Distinct().Order(StringComparer.Ordinal))
        {
            var (here, there) = (settings.Parts.FirstOrDefault(part => part.Key == key), stored.Parts.FirstOrDefault(part => part.Key == key));
            var what = key.Replace("|", " '", StringComparison.Ordinal) + "'";
            if (there is null)
                differences.Add($"The {what} stands only in the settings.");
            else if (here is null)
                differences.Add($"The {what} stands only in the directory.");
            else if (there.Unreadable is { } why)
                differences.Add($"The {what} {why}");
            else if (PartEdits.Changed(there, here) is { Count: > 0 } fields)
                differences.Add($"The {what} differs in {string.Join(", ", fields)}.");
        }

        return differences;
    }

    private StoredMerchant MerchantOf(IConfigurationSection section) =>
        new(section.Key, 0)
        {
            Page = Texts(section.GetSection("Page")).ToDictionary(look => Written(look.Key), look => look.Value.Trim()),
            Parts =
            [
                .. Enum.GetValues<PartKind>()
                    .SelectMany(kind => section.GetSection(StoredMerchantReader.Section(kind)).GetChildren().Select(part => PartOf(kind, part))),
            ],
        };

    private StoredPart PartOf(PartKind kind, IConfigurationSection section)
    {
        var provider = kind == PartKind.Account ? _providers.FirstOrDefault(one => one.Name == section["Provider"]?.Trim()) : null;
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, value) in Texts(section))
        {
            var names = path.Split(':');
            names[0] = Written(names[0]);
            if (names[0] is CallbackIds or Secrets)
                continue;
            if (names[0] == Own && names.Length > 1)
                names[1] = Written(names[1], provider);
            var name = string.Join(':', names);
            // A provider's own are what they are, with all their spaces.
            all[name] =
                names[0] == Own ? value
                : name == "Sha256" ? value.Trim().ToLowerInvariant()
                : value.Trim();
        }

        foreach (var list in (string[])[CallbackIds, Secrets])
        {
            var texts = Texts(section.GetSection(list)).Select(one => one.Value.Trim()).ToList();
            for (var number = 0; number < texts.Count; number++)
                all[$"{list}:{number}"] = texts[number];
        }

        return new StoredPart(kind, section.Key)
        {
            Values = all.Where(setting => !IsSecret(setting.Key)).ToDictionary(),
            Secrets = all.Where(setting => IsSecret(setting.Key)).ToDictionary(),
        };

        bool IsSecret(string name) => name.Split(':')[0] is CallbackIds or Secrets || DirectoryAccounts.IsSecret(name, provider);
    }

    /// <summary>Every setting below a section that is not empty, by its name there, in the sequence of their numbers.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Texts(IConfigurationSection section) =>
        section
            .GetChildren()
            .SelectMany(child =>
                Texts(child)
                    .Select(below => new KeyValuePair<string, string>($"{child.Key}:{below.Key}", below.Value))
                    .Concat(string.IsNullOrWhiteSpace(child.Value) ? [] : [new KeyValuePair<string, string>(child.Key, child.Value)])
            );

    private static string Written(string name) => Names.TryGetValue(name, out var written) ? written : name;

    private static string Written(string name, IProvider? provider)
    {
        IEnumerable<string> known = provider?.VerificationKey is { } key
            ? [.. provider.PlainSettings, key, $"{key}Previous"]
            : provider?.PlainSettings ?? [];
        return known.FirstOrDefault(one => one.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;
    }
}
