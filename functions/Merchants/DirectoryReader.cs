using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using PaymentHub.Providers;

namespace PaymentHub.Merchants;

/// <summary>Reads the whole <c>PaymentHub</c> section and finds every mistake in it.</summary>
public sealed partial class DirectoryReader(IConfiguration configuration, IEnumerable<IProvider> providers)
{
    /// <summary>The root of all our settings.</summary>
    public const string Root = "PaymentHub";

    private readonly List<string> _mistakes = [];
    private readonly Dictionary<string, IProvider> _providers = providers.ToDictionary(provider => provider.Name, StringComparer.Ordinal);
    private readonly List<Account> _accounts = [];

    // Of every account, also of those that have mistakes and are not opened.
    private readonly List<string> _accountIds = [];
    private readonly List<string> _callbackIds = [];

    /// <summary>The directory that the settings describe.</summary>
    /// <exception cref="InvalidSettingsException">There are mistakes; it lists all of them.</exception>
    public MerchantDirectory Read()
    {
        var root = new SettingsReader(configuration.GetSection(Root), _mistakes);
        var settings = ReadHub(root);
        var merchants = root.Sections("Merchants").Select(merchant => ReadMerchant(merchant, settings)).ToList();
        if (merchants.Count == 0)
            root.Mistake("Merchants", "is missing: without a merchant there is nobody to serve.");
        root.NoOthers();

        Unique(_accountIds, id => $"the account id '{id}' is used twice; account ids are unique over all merchants");
        Unique(_callbackIds, _ => "the same callback id stands in two places; each is one account's alone");
        Unique(
            merchants.SelectMany(merchant => merchant.Keys).Where(key => !key.Sha256.IsEmpty).Select(key => Convert.ToHexString(key.Sha256.Span)),
            _ => "the same API key stands in two places");
        _mistakes.AddRange(AccountMistake.SameAtProvider(_accounts).Select(mistake => mistake.ToString()));

        return _mistakes.Count == 0 ? new MerchantDirectory(settings, merchants, _accounts) : throw new InvalidSettingsException(_mistakes);
    }

    private static HubSettings ReadHub(SettingsReader root)
    {
        var publicBaseUrl = root.BaseUrl("PublicBaseUrl", "our own public address, to which providers post their callbacks");
        var sweep = root.Only("Sweep");
        var retry = root.Only("Retry");
        var feed = root.Only("Feed");
        var rate = root.Only("RateLimit");
        var delivery = root.Only("Delivery");
        var withdrawals = root.Only("Withdrawals");
        var deposits = root.Only("Deposits");
        var breaker = delivery.Only("Breaker");
        var day = TimeSpan.FromDays(1);
        var shortest = TimeSpan.FromMilliseconds(100);
        var settings = new HubSettings
        {
            PublicBaseUrl = publicBaseUrl,
            SweepGrace = sweep.Span("Grace", TimeSpan.FromSeconds(30), shortest, day),
            SweepRepeat = sweep.Span("Repeat", TimeSpan.FromMinutes(1), shortest, day),
            SweepMaxWakes = sweep.Number("MaxWakes", 500, 1, 10_000),
            SweepQueueLimit = sweep.Number("QueueLimit", 1_000, 1, 1_000_000),
            RetryFirst = retry.Span("First", TimeSpan.FromSeconds(5), shortest, day),
            RetryMost = retry.Span("Most", TimeSpan.FromMinutes(10), shortest, day),
            ConfirmAttempts = root.Number("ConfirmAttempts", 6, 1, 100),
            PageTurn = root.Span("PageTurn", TimeSpan.FromSeconds(30), shortest, TimeSpan.FromMinutes(10)),
            WithdrawalSendWindow = withdrawals.Span("SendWindow", TimeSpan.FromSeconds(30), shortest, TimeSpan.FromMinutes(10)),
            WithdrawalQuiet = withdrawals.Span("QuietPeriod", TimeSpan.FromMinutes(10), shortest, TimeSpan.FromDays(7)),
            Deposits = new DepositTiming
            {
                FirstAsk = deposits.Span("FirstAsk", TimeSpan.FromMinutes(2), shortest, day),
                LongestAsk = deposits.Span("LongestAsk", TimeSpan.FromMinutes(15), shortest, day),
                AskAfterExpiry = deposits.Span("AskAfterExpiry", TimeSpan.FromDays(3), shortest, TimeSpan.FromDays(90)),
            },
            FeedDelay = feed.Span("Delay", TimeSpan.FromSeconds(30), shortest, TimeSpan.FromMinutes(10)),
            RequestsPerSecond = rate.Number("PerSecond", 100, 1, 100_000),
            RequestBurst = rate.Number("Burst", 200, 1, 1_000_000),
            WebhookTimeout = delivery.Span("Timeout", TimeSpan.FromSeconds(15), shortest, TimeSpan.FromMinutes(2)),
            Delivery = new DeliverySettings
            {
                Concurrency = delivery.Number("Concurrency", 4, 1, 100),
                BreakerFailures = breaker.Number("Failures", 5, 1, 1_000),
                BreakerFirst = breaker.Span("First", TimeSpan.FromMinutes(1), shortest, day),
                BreakerTellAfter = breaker.Span("TellAfter", TimeSpan.FromMinutes(15), shortest, day),
                BreakerMost = breaker.Span("Most", TimeSpan.FromHours(1), shortest, day),
            },
            Reconciliation = ReconciliationReader.Read(root),
        };
        sweep.NoOthers();
        retry.NoOthers();
        breaker.NoOthers();
        feed.NoOthers();
        rate.NoOthers();
        delivery.NoOthers();
        withdrawals.NoOthers();
        deposits.NoOthers();
        return settings;
    }

    private Merchant ReadMerchant(SettingsReader merchant, HubSettings hub)
    {
        CheckId(merchant, "merchant");
        var keys = ApiKeyReader.Read(merchant);
        var endpoints = EndpointReader.Read(merchant);
        foreach (var account in merchant.Sections("Accounts"))
            ReadAccount(account, merchant.Name, hub);
        merchant.NoOthers();
        return new Merchant(merchant.Name, keys, endpoints);
    }

    private void ReadAccount(SettingsReader account, string merchantId, HubSettings hub)
    {
        CheckId(account, "account");
        var before = _mistakes.Count;
        var name = account.RequiredText("Provider", $"one of {string.Join(", ", _providers.Keys.Order(StringComparer.Ordinal))}");
        if (name.Length > 0 && !_providers.ContainsKey(name))
            account.Mistake("Provider", $"is '{name}', but must be one of {string.Join(", ", _providers.Keys.Order(StringComparer.Ordinal))}.");
        var baseUrl = account.BaseUrl("BaseUrl", "the provider's address");
        var callbackIds = ReadCallbackIds(account);
        _accountIds.Add(account.Name);
        _callbackIds.AddRange(callbackIds);
        var confirm = account.Flag("Confirm", otherwise: true);
        var unknown = account.Text("UnknownAddresses") ?? "review";
        if (unknown is not ("review" or "accept"))
            account.Mistake("UnknownAddresses", $"is '{unknown}', but must be review or accept.");
        var withdrawals = WithdrawalRulesReader.Read(account);
        var deposits = DepositRulesReader.Read(account);
        var settings = account.Section("Settings");
        account.NoOthers();

        if (!_providers.TryGetValue(name, out var provider))
            return;
        account.Mistakes("Settings", provider.Mistakes(settings));
        if (_mistakes.Count > before)
            return;
        var callbackUrl = new Uri($"{hub.PublicBaseUrl.AbsoluteUri.TrimEnd('/')}/callbacks/{callbackIds[0]}");
        _accounts.Add(new Account
        {
            Id = account.Name,
            MerchantId = merchantId,
            ProviderName = name,
            Provider = provider.Open(new AccountContext(account.Name, baseUrl, callbackUrl, settings) { RetryFirst = hub.RetryFirst, RetryMost = hub.RetryMost }),
            CallbackIds = callbackIds,
            Confirm = confirm,
            AcceptUnknownAddresses = unknown == "accept",
            Withdrawals = withdrawals,
            Deposits = deposits,
        });
    }

    private static IReadOnlyList<string> ReadCallbackIds(SettingsReader account)
    {
        var ids = account.Texts("CallbackIds");
        if (ids.Count is 0 or > 2)
            account.Mistake("CallbackIds", "must be one random text, or two during a rotation (newest first).");
        if (ids.Any(id => !CallbackId().IsMatch(id)))
            account.Mistake("CallbackIds", "must each be 22 to 64 letters, digits, '-' or '_': at least 128 random bits, for they are secrets.");
        return ids;
    }

    // Not a sentence about one setting: which of the two places is wrong is not ours to say.
    private void Unique(IEnumerable<string> values, Func<string, string> mistake) =>
        _mistakes.AddRange(values.GroupBy(value => value, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"{Root}: {mistake(group.Key)}."));

    private static void CheckId(SettingsReader reader, string what)
    {
        if (!Names.IsId(reader.Name))
            reader.Mistake($"is no {what} id: at most 32 lower-case letters and digits, in words joined by single underscores.");
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{22,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CallbackId();
}
