using Microsoft.Extensions.Configuration;
using PaymentHub.Providers;
using PaymentHub.Storage;

namespace PaymentHub.Merchants;

/// <summary>
/// Reads the whole <c>PaymentHub</c> section and finds every mistake in it. A mistake in the hub's settings prevents the start; one in a merchant's
/// or an account's means that this merchant or account is not served, and the others are.
/// </summary>
public sealed class DirectoryReader(IConfiguration configuration, IEnumerable<IProvider> providers)
{
    /// <summary>The root of all our settings.</summary>
    public const string Root = "PaymentHub";

    private readonly List<string> _mistakes = [];
    private readonly MerchantReader _reader = new(providers);

    /// <summary>The directory that the settings describe, without what is broken in it.</summary>
    /// <exception cref="InvalidSettingsException">There are mistakes with which nobody can be served; it lists all of them.</exception>
    public MerchantDirectory Read()
    {
        var root = new SettingsReader(configuration.GetSection(Root), _mistakes);
        var settings = ReadHub(root);
        var merchants = root.Apart("Merchants").Select(merchant => _reader.Read(merchant)).ToList();
        // With a master key there may be merchants in the directory's table.
        var alone = !settings.MasterKeys.Any;
        if (merchants.Count == 0 && alone)
            root.Mistake("Merchants", "is missing: without a merchant, there is nobody to serve.");
        // Read by itself: whatever is wrong with operators is nothing to merchants.
        root.Section(OperatorReader.Section);
        root.NoOthers();

        var accounts = merchants.SelectMany(merchant => merchant.Accounts).ToList();
        Unique(accounts, account => [account.Id], id => $"the account id '{id}' is used twice; account ids are unique over all merchants");
        Unique(accounts, account => account.CallbackIds, _ => "the same callback id stands in two places; each is one account's alone");
        UniqueKeys(merchants);

        var opened = _mistakes.Count == 0 ? Open(merchants, settings) : [];
        return _mistakes.Count == 0 && (!alone || merchants.Exists(merchant => !merchant.IsOut))
            ? new MerchantDirectory(
                settings,
                [.. merchants.Where(merchant => !merchant.IsOut).Select(merchant => merchant.Merchant)],
                opened,
                [.. merchants.Select(merchant => merchant.Broken).OfType<BrokenMerchant>()]
            )
            : throw new InvalidSettingsException([.. _mistakes.Concat(merchants.SelectMany(merchant => merchant.Mistakes)).Distinct()]);
    }

    /// <summary>The accounts that can be served; opening them may show that some cannot.</summary>
    private static List<Account> Open(List<MerchantReading> merchants, HubSettings settings)
    {
        var readings = merchants.SelectMany(merchant => merchant.Served).ToDictionary(account => account.Id, StringComparer.Ordinal);
        List<Account> opened = [.. readings.Values.Select(account => account.Open(settings)).OfType<Account>()];
        foreach (var mistake in AccountMistake.SameAtProvider(opened))
            readings[mistake.AccountId].Tell(mistake.ToString());
        return [.. opened.Where(account => !readings[account.Id].IsBroken)];
    }

    private static HubSettings ReadHub(SettingsReader root)
    {
        var publicBaseUrl = root.BaseUrl("PublicBaseUrl", "our own public address, to which providers post their callbacks");
        var outbox = root.Only("Outbox");
        var retry = root.Only("Retry");
        var feed = root.Only("Feed");
        var rate = root.Only("RateLimit");
        var callbacks = root.Only("Callbacks");
        var delivery = root.Only("Delivery");
        var withdrawals = root.Only("Withdrawals");
        var deposits = root.Only("Deposits");
        var breaker = delivery.Only("Breaker");
        var day = TimeSpan.FromDays(1);
        var shortest = TimeSpan.FromMilliseconds(100);
        var settings = new HubSettings
        {
            PublicBaseUrl = publicBaseUrl,
            MasterKeys = MasterKeys.Read(root),
            Outbox = new OutboxTiming
            {
                Grace = outbox.Span("Grace", TimeSpan.FromSeconds(30), shortest, day),
                Repeat = outbox.Span("Repeat", TimeSpan.FromMinutes(1), shortest, day),
                MaxWakes = outbox.Number("MaxWakes", 5_000, 1, 10_000),
                QueueLimit = outbox.Number("QueueLimit", 1_000, 1, 1_000_000),
            },
            RetryFirst = retry.Span("First", TimeSpan.FromSeconds(5), shortest, day),
            RetryMax = retry.Span("Max", TimeSpan.FromMinutes(10), shortest, day),
            ConfirmAttempts = root.Number("ConfirmAttempts", 6, 1, 100),
            ConfirmFor = root.Span("ConfirmFor", day, shortest, TimeSpan.FromDays(30)),
            PaymentPageLease = root.Span("PaymentPageLease", TimeSpan.FromMinutes(1), shortest, TimeSpan.FromMinutes(10)),
            WithdrawalSendWindow = withdrawals.Span("SendWindow", TimeSpan.FromSeconds(30), shortest, TimeSpan.FromMinutes(10)),
            WithdrawalQuiet = withdrawals.Span("QuietPeriod", TimeSpan.FromMinutes(10), shortest, TimeSpan.FromDays(7)),
            SecondOperatorWithin = withdrawals.Span("SecondOperatorWithin", day, shortest, TimeSpan.FromDays(30)),
            Deposits = new DepositTiming
            {
                FirstPoll = deposits.Span("FirstPoll", TimeSpan.FromMinutes(2), shortest, day),
                LongestPoll = deposits.Span("LongestPoll", TimeSpan.FromMinutes(15), shortest, day),
                PollAfterExpiry = deposits.Span("PollAfterExpiry", TimeSpan.FromDays(3), shortest, TimeSpan.FromDays(90)),
                EntryWait = deposits.Span("EntryWait", DepositTiming.ShortestEntryWait, DepositTiming.ShortestEntryWait, TimeSpan.FromDays(7)),
            },
            FeedDelay = feed.Span("Delay", TimeSpan.FromSeconds(30), shortest, TimeSpan.FromMinutes(10)),
            RequestsPerSecond = rate.Number("PerSecond", 100, 1, 100_000),
            RequestBurst = rate.Number("Burst", 200, 1, 1_000_000),
            FailedBurst = rate.Number("FailedBurst", 20, 1, 1_000_000),
            FailedPerMinute = rate.Number("FailedPerMinute", 10, 1, 100_000),
            RefusedBurst = callbacks.Number("RefusedBurst", 200, 1, 1_000_000),
            RefusedPerMinute = callbacks.Number("RefusedPerMinute", 10, 1, 100_000),
            CallbackRetention = callbacks.Span("Retention", TimeSpan.FromDays(400), day, TimeSpan.FromDays(3650)),
            WebhookTimeout = delivery.Span("Timeout", TimeSpan.FromSeconds(15), shortest, TimeSpan.FromMinutes(2)),
            Delivery = new DeliverySettings
            {
                Concurrency = delivery.Number("Concurrency", 4, 1, 100),
                FirstAttempts = delivery.Number("FirstAttempts", 32, 0, 1_000),
                BreakerFailures = breaker.Number("Failures", 5, 1, 1_000),
                BreakerFirst = breaker.Span("First", TimeSpan.FromMinutes(1), shortest, day),
                BreakerTellAfter = breaker.Span("TellAfter", TimeSpan.FromMinutes(15), shortest, day),
                BreakerMax = breaker.Span("Max", TimeSpan.FromHours(1), shortest, day),
            },
            Reconciliation = ReconciliationReader.Read(root),
        };
        outbox.NoOthers();
        retry.NoOthers();
        breaker.NoOthers();
        feed.NoOthers();
        rate.NoOthers();
        callbacks.NoOthers();
        delivery.NoOthers();
        withdrawals.NoOthers();
        deposits.NoOthers();
        return settings;
    }

    // Not a sentence about one setting: which of the two places is wrong is not ours to say, and money must not go to the wrong one.
    private static void Unique(IEnumerable<AccountReading> accounts, Func<AccountReading, IEnumerable<string>> values, Func<string, string> mistake)
    {
        foreach (
            var group in accounts
                .SelectMany(account => values(account).Select(value => (Value: value, Account: account)))
                .GroupBy(pair => pair.Value, StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
        )
        {
            foreach (var account in group.Select(pair => pair.Account).Distinct())
                account.Tell($"{Root}: {mistake(group.Key)}.");
        }
    }

    private static void UniqueKeys(IEnumerable<MerchantReading> merchants)
    {
        const string Mistake = $"{Root}: the same API key stands in two places.";
        foreach (
            var group in merchants
                .SelectMany(merchant => merchant.Keys.Select(key => (Merchant: merchant, Key: key)))
                .Where(pair => !pair.Key.Sha256.IsEmpty)
                .GroupBy(pair => Convert.ToHexString(pair.Key.Sha256.Span), StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
        )
        {
            // Twice with one merchant it is that merchant's mistake alone. With two of them
            // only the key goes: it must not stop the one that has done nothing.
            foreach (var own in group.GroupBy(pair => pair.Merchant))
            {
                if (own.Count() > 1)
                    own.Key.Tell(Mistake);
                else
                    own.Key.Drop(own.First().Key, Mistake);
            }
        }
    }
}

/// <summary>The app's settings have mistakes. The message lists every one of them, and no secret.</summary>
public sealed class InvalidSettingsException(IReadOnlyList<string> mistakes)
    : Exception(
        $"PaymentHub cannot start: {mistakes.Count} mistake(s) in its settings.{Environment.NewLine}"
            + string.Concat(mistakes.Select(mistake => $"  - {mistake}{Environment.NewLine}"))
            + "local.settings.example.json shows every setting; docs/operator/settings.md explains each."
    )
{
    /// <summary>A sentence for each mistake.</summary>
    public IReadOnlyList<string> Mistakes { get; } = mistakes;
}
