using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PaymentHub.Callbacks;
using PaymentHub.Money;
using PaymentHub.Orders;
using PaymentHub.Reconciliation;
using PaymentHub.Withdrawals;
using static PaymentHub.Storage.KeyText;

namespace PaymentHub.Storage;

/// <summary>
/// Every key of every row is made here.
/// <code>
/// table      partition                       row
/// orders     b00…b63, from the order's id    {id}|order                             the order
///                                            {id}|event|{version}                   an event, never changed
///                                            {id}|delivery|{endpoint}               what is owed to an endpoint
///                                            {id}|attempt|{endpoint}|{version}|{n}  one try at a delivery
///                                            {id}|change|{when}|{hash}              what changed it, for its timeline
///                                            due|{when}|{id}|{what}  an outbox entry; what = deliver|{endpoint}, submit, poll, expire, release, list
///                                            dead|{when}|{id}|{what}                an outbox entry that became a dead letter
///                                            suspended|{merchant}|{endpoint}|{id}   an outbox entry whose endpoint is sent nothing for now
///                                            failed|{inverted time}|{id}|{endpoint}|{version}  a webhook that was given up, newest first
///                                            recent|{when}|{id}                     an order that changed and that the integrity check will look at
/// callbacks  b00…b63, from the callback's id  callback|{day}|{id}                    what came, then its verdict
///                                            pending|{when}|{id}                    the outbox entry to process it
///                                            quarantine|{inverted time}|{id}        a callback that waits for an operator, newest first
/// listing    {merchant}|{kind}|{day}         {inverted time}|{id}                   orders of a day, newest first
///            {merchant}|{kind}|days          {inverted day}                         the days that have orders, newest first
///            {merchant}|customer|{hash}      {inverted time}|{id}                   orders of a customer, newest first
///            {merchant}|feed                 at|{when}|{event}                      events in the order of their being written here
///            {merchant}|feed                 id|{event}                             where in that order an event stands
///            {merchant}|feed                 new|{inverted time}|{event}            events by when they happened, newest first
///            {merchant}|feed                 find|{by}|{hash}|{inverted time}|{id}  orders by transaction, address or provider's id, newest first
///            reviews                         {inverted time}|{id}                   orders that entered review, newest first; some have left it
///            accounts                        {account}                              when an account was last heard of
/// addresses  {merchant}|{account}|c|{hash}   addresses                              a customer's addresses
///            {merchant}|{account}|a|{hash}   owner                                  whose address it is, and for which payment if for one alone
/// limits     limit|{account}|{hash}|{day}    total                                  what was taken of a currency's limit that day
///                                            {id}                                   one order's reservation of it
/// endpoints  breakers                        {merchant}|{endpoint}                  an endpoint's circuit breaker
///            attempts                        {merchant}|{endpoint}                  what came of the attempts at it, by the hour
/// reconciliations
///            jobs                            {account}|regular|{kind}               how far a list has been read
///                                            {account}|{back-fill's id}|{kind}      the same of a back-fill
///            reports                         {account}|{report's id}                a report, with what it found
///            identities                      {account at its provider, hashed}      which account of ours it is
///            integrity                       report                                 the integrity check: cursor and findings
/// merchants  {merchant}                      merchant                               a merchant, and its version
///                                            account|{account}                      an account of its; secrets are sealed
///                                            endpoint|{endpoint}                    where its webhooks go; secrets are sealed
///                                            api_key|{key}                          an API key, as a hash
///                                            version|{inverted version}             who changed what, newest first
///            {merchant}|used                 {key}                                  when an API key was last used, to the hour
///            index|merchants                 {merchant}                             the last version of it that anybody began to write
///            claim|{kind}                    {id or hash}                           whose an id, callback id, API key or account at a provider is
///            master_key|check                check                                  a known text, sealed: whether a master key is the right one
/// </code>
/// Text that a provider or payer chose is hashed: it could hold characters that keys may not have. Times are UTC to the
/// millisecond, written so that text order is time order. The number of buckets is fixed for ever: it is part of where rows are.
/// </summary>
internal static class Keys
{
    /// <summary>64 partitions of 2,000 entities a second are more than an account's 20,000, so no partition is the limit.</summary>
    public const int Buckets = 64;

    public const string Due = "due";
    public const string DeadLetter = "dead";
    public const string Suspended = "suspended";
    public const string Pending = "pending";
    public const string Quarantine = "quarantine";
    public const string Failed = "failed";
    public const string Recent = "recent";

    /// <summary>All breakers are one partition: there are few, and the outbox relay reads them at once.</summary>
    public const string Breakers = "breakers";

    /// <summary>The partition of what came of the attempts at endpoints.</summary>
    public const string AttemptCounts = "attempts";

    /// <summary>The outbox entry of an order's lists and of its events in the feed.</summary>
    public const string List = "list";

    public const string Reviews = "reviews";
    public const string Accounts = "accounts";

    /// <summary>The partition of all reconciliation jobs.</summary>
    public const string Jobs = "jobs";

    /// <summary>The partition of all reports.</summary>
    public const string Reports = "reports";

    /// <summary>The partition of what accounts are at their providers.</summary>
    public const string Identities = "identities";

    /// <summary>The partition of the integrity check.</summary>
    public const string Integrity = "integrity";
    public const string IntegrityReport = "report";
    public const string Merchant = "merchant";
    public const string MerchantIndex = "index|merchants";
    public const string MasterKey = "master_key|check";
    public const string MasterKeyCheck = "check";

    public static string OrderBucket(string orderId) => Bucket(SHA256.HashData(Encoding.ASCII.GetBytes(orderId))[0]);

    public static string CallbackBucket(CallbackId id) => Bucket(Convert.FromHexString(id.Text.AsSpan(47, 2))[0]);

    public static string Bucket(int number) => string.Create(CultureInfo.InvariantCulture, $"b{number % Buckets:00}");

    public static string Order(string orderId) => $"{orderId}|order";

    public static string Event(string orderId, int version) => string.Create(CultureInfo.InvariantCulture, $"{orderId}|event|{version:000000}");

    public static string Delivery(string orderId, string endpoint) => $"{orderId}|delivery|{endpoint}";

    public static string Attempt(string orderId, string endpoint, int version, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{orderId}|attempt|{endpoint}|{version:000000}|{number:000}");

    /// <summary>The range of all rows of one order: '}' is the character after '|'.</summary>
    public static (string From, string Before) OrderRange(string orderId) => ($"{orderId}|", $"{orderId}}}");

    public static string Deliver(string endpoint) => $"deliver|{endpoint}";

    /// <summary>The outbox entry that stands for an order's work; null when there is none.</summary>
    public static string? Action(string orderId, ScheduledAction? action) =>
        action is null ? null : OutboxEntry(action.IsDeadLetter ? DeadLetter : Due, action.DueAt, orderId, SnakeCaseEnum.Of(action.What));

    /// <summary>The partition of one day of an account's limit. A currency's symbol is
    /// a merchant's text; limits know no upper or lower case.</summary>
    public static string Limit(LimitDay limit) =>
        $"limit|{limit.AccountId}|{Hash(limit.Currency.ToUpperInvariant())}|{limit.Day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";

    public static string OutboxEntry(string kind, DateTimeOffset when, string orderId, string what) => $"{kind}|{Time(when)}|{orderId}|{what}";

    public static string SuspendedEntry(string merchant, string endpoint, string orderId) => $"{Suspended}|{merchant}|{endpoint}|{orderId}";

    /// <summary>The range of everything that is suspended for an endpoint.</summary>
    public static (string From, string Before) SuspendedRange(string merchant, string endpoint) =>
        ($"{Suspended}|{merchant}|{endpoint}|", $"{Suspended}|{merchant}|{endpoint}}}");

    /// <summary>The range of everything that is suspended, for whomever.</summary>
    public static (string From, string Before) AllSuspended { get; } = ($"{Suspended}|", $"{Suspended}}}");

    public static string Breaker(string merchant, string endpoint) => $"{merchant}|{endpoint}";

    public static string Callback(CallbackId id) => $"callback|{id.Day}|{id.Text}";

    public static string PendingCallback(DateTimeOffset when, CallbackId id) => $"{Pending}|{Time(when)}|{id.Text}";

    /// <summary>The range of all outbox entries of a kind that are due by a time.</summary>
    public static (string From, string Before) EntriesDue(string kind, DateTimeOffset by) => ($"{kind}|", $"{kind}|{Time(by)}}}");

    /// <summary>The row that says that an order has changed and is to be held against its lists.</summary>
    public static string RecentChange(Order order) => $"{Recent}|{Time(order.UpdatedAt)}|{order.Id}";

    public static string Change(string orderId, DateTimeOffset when, string source) => $"{orderId}|change|{Time(when)}|{Hash(source)}";

    /// <summary>The range of all callbacks that came before the beginning of a day.</summary>
    public static (string After, string Before) CallbacksBefore(DateTimeOffset day) => ("callback|", $"callback|{Day(day)}");

    /// <summary>The range of all callbacks in quarantine that came before a time.</summary>
    public static (string After, string Before) QuarantinedBefore(DateTimeOffset time) => ($"{Quarantine}|{Inverted(time)}}}", $"{Quarantine}|}}");

    /// <summary>The range of all callbacks in quarantine that came from a time on and before another; null is without end.</summary>
    public static (string After, string Before) QuarantinedBetween(DateTimeOffset? from, DateTimeOffset? to) =>
        ($"{Quarantine}|" + (to is { } end ? InvertedBefore(end) : ""), $"{Quarantine}|" + (from is { } begin ? Inverted(begin) + "}" : "}"));

    public static string Quarantined(DateTimeOffset receivedAt, CallbackId id) => $"{Quarantine}|{Inverted(receivedAt)}|{id.Text}";

    public static string FailedWebhook(DateTimeOffset at, string orderId, string endpoint, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{Failed}|{Inverted(at)}|{orderId}|{endpoint}|{version:000000}");

    public static string DayListing(Order order) => DayListing(order.MerchantId, order.Kind, Day(order.CreatedAt));

    public static string DayListing(string merchant, OrderKind kind, string day) => $"{merchant}|{SnakeCaseEnum.Of(kind)}|{day}";

    public static string DaysListing(string merchant, OrderKind kind) => $"{merchant}|{SnakeCaseEnum.Of(kind)}|days";

    public static string CustomerListing(Order order, string customerId) => CustomerListing(order.MerchantId, customerId);

    public static string CustomerListing(string merchant, string customerId) => $"{merchant}|customer|{Hash(customerId)}";

    public static string ListingRow(Order order) => $"{Inverted(order.CreatedAt)}|{order.Id}";

    public static string Feed(string merchant) => $"{merchant}|feed";

    public static string FeedRow(DateTimeOffset when, string eventId) => $"{FeedBefore(when)}|{eventId}";

    /// <summary>Where in a feed the rows of a time begin.</summary>
    public static string FeedBefore(DateTimeOffset when) => $"at|{Time(when)}";

    public static string FeedPointer(string eventId) => $"id|{eventId}";

    /// <summary>The row by which an order is found by a name that others have given it, among its merchant's.</summary>
    public static string Lookup(string by, string value, Order order) => $"{LookupRange(by, value).After}{ListingRow(order)}";

    /// <summary>The range of all orders of that name.</summary>
    public static (string After, string Before) LookupRange(string by, string value) => ($"find|{by}|{Hash(value)}|", $"find|{by}|{Hash(value)}}}");

    public static string NewestRow(DateTimeOffset occurredAt, string eventId) => $"new|{Inverted(occurredAt)}|{eventId}";

    /// <summary>The range of a feed's rows, newest first, of events from one time on and before another; null is without end.</summary>
    public static (string After, string Before) NewestRange(DateTimeOffset? from, DateTimeOffset? to) =>
        (to is { } end ? $"new|{InvertedBefore(end)}" : "new|", from is { } begin ? $"new|{Inverted(begin)}}}" : "new}");

    /// <summary>The range of the partitions of an account's addresses.</summary>
    public static (string From, string Before) AccountAddresses(string merchant, string account) =>
        ($"{merchant}|{account}|", $"{merchant}|{account}}}");

    public static string CustomerAddresses(string merchant, string account, string customerId) => $"{merchant}|{account}|c|{Hash(customerId)}";

    public static string AddressOwner(string merchant, string account, string address) =>
        $"{merchant}|{account}|a|{Hash(AddressFormat.Canonical(address))}";

    public static string Job(ReconciliationJob job) => $"{job.AccountId}|{job.BackfillId ?? "regular"}|{SnakeCaseEnum.Of(job.Kind)}";

    /// <summary>Whether a text may be such a key.</summary>
    public static bool IsJob(string key) =>
        key.Length <= 200 && key.Split('|').Length == 3 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '|');

    public static string Report(string account, string id) => $"{account}|{id}";

    /// <summary>The range of an account's reports, the oldest first: an id begins with its time.</summary>
    public static (string From, string Before) ReportsOf(string account) => ($"{account}|", $"{account}}}");

    /// <summary>The range of all reconciliation jobs of an account.</summary>
    public static (string From, string Before) JobRange(string account) => ($"{account}|", $"{account}}}");

    public static string MerchantPart(string kind, string id) => $"{kind}|{id}";

    /// <summary>What was changed with a version of a merchant. In text order the newest
    /// is first, and all stand behind the merchant's other rows.</summary>
    public static string MerchantVersion(int version) => string.Create(CultureInfo.InvariantCulture, $"version|{int.MaxValue - version:0000000000}");

    public static (string After, string Before) MerchantDocument { get; } = ("", "version|");

    public static (string After, string Before) MerchantHistory(int before) => (MerchantVersion(before), "version}");

    public static string KeysUsed(string merchant) => $"{merchant}|used";

    public static string Claims(string kind) => $"claim|{kind}";
}
