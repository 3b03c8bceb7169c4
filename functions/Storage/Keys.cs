using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PaymentHub.Callbacks;
using PaymentHub.Money;
using PaymentHub.Orders;
using PaymentHub.Withdrawals;

namespace PaymentHub.Storage;

/// <summary>
/// Every key of every row is made here.
/// <code>
/// table      partition                        row
/// orders     b00…b63, from the order's id     {id}|order                                the order
///                                             {id}|event|{version}                      an event, never changed
///                                             {id}|delivery|{endpoint}                  what is owed to an endpoint
///                                             {id}|attempt|{endpoint}|{version}|{n}     one try at a delivery
///                                             due|{when}|{id}|{what}                    a promise; what = deliver|{endpoint}, submit, ask, release
///                                             stuck|{when}|{id}|{what}                  a promise that was set aside
///                                             parked|{merchant}|{endpoint}|{id}         a promise whose endpoint is sent nothing for now
/// callbacks  b00…b63, from the callback's id  callback|{day}|{id}                       what came, then its verdict
///                                             pending|{when}|{id}                       the promise to process it
/// listing    {merchant}|{kind}|{day}          {inverted time}|{id}                      orders of a day, newest first
///            {merchant}|customer|{hash}       {inverted time}|{id}                      orders of a customer, newest first
/// addresses  {merchant}|{account}|c|{hash}    addresses                                 a customer's addresses
///            {merchant}|{account}|a|{hash}    owner                                     whose address it is
/// limits     limit|{account}|{hash}|{day}     total                                     what was taken of a currency's limit that day
///                                             {id}                                      one order's share of it
/// endpoints  breakers                         {merchant}|{endpoint}                     an endpoint's circuit breaker
/// </code>
/// Text that a provider or payer chose is hashed: it could hold characters that keys may not have. Times are UTC to the
/// millisecond, written so that text order is time order. The number of buckets is fixed for ever: it is part of where rows are.
/// </summary>
internal static class Keys
{
    /// <summary>64 partitions of 2,000 entities a second are more than an account's 20,000, so no partition is the limit.</summary>
    public const int Buckets = 64;

    public const string Due = "due";

    public const string Stuck = "stuck";

    public const string Parked = "parked";

    public const string Pending = "pending";

    /// <summary>All breakers are one partition: there are few, and the sweep reads them at once.</summary>
    public const string Breakers = "breakers";

    private const string TimeFormat = "yyyyMMddHHmmssfff";

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

    /// <summary>The promise that stands for an order's work; null when there is none.</summary>
    public static string? Work(string orderId, Work? work) =>
        work is null ? null : Promise(work.Stuck ? Stuck : Due, work.DueAt, orderId, Words.Of(work.What));

    /// <summary>The partition of one day of an account's limit. A currency's symbol is a merchant's text; limits know no upper or lower case.</summary>
    public static string Limit(LimitDay limit) =>
        $"limit|{limit.AccountId}|{Hash(limit.Currency.ToUpperInvariant())}|{limit.Day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";

    public static string Promise(string kind, DateTimeOffset when, string orderId, string what) => $"{kind}|{Time(when)}|{orderId}|{what}";

    public static string ParkedPromise(string merchant, string endpoint, string orderId) => $"{Parked}|{merchant}|{endpoint}|{orderId}";

    /// <summary>The range of everything that is parked for an endpoint.</summary>
    public static (string From, string Before) ParkedRange(string merchant, string endpoint) => ($"{Parked}|{merchant}|{endpoint}|", $"{Parked}|{merchant}|{endpoint}}}");

    public static string Breaker(string merchant, string endpoint) => $"{merchant}|{endpoint}";

    public static string Callback(CallbackId id) => $"callback|{id.Day}|{id.Text}";

    public static string PendingCallback(DateTimeOffset when, CallbackId id) => $"{Pending}|{Time(when)}|{id.Text}";

    /// <summary>The range of all promises of a kind that are due by a time.</summary>
    public static (string From, string Before) PromisesDue(string kind, DateTimeOffset by) => ($"{kind}|", $"{kind}|{Time(by)}}}");

    public static string DayListing(Order order) => DayListing(order.MerchantId, order.Kind, order.CreatedAt.UtcDateTime);

    public static string DayListing(string merchant, OrderKind kind, DateTime day) => $"{merchant}|{Words.Of(kind)}|{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";

    public static string CustomerListing(Order order, string customerId) => $"{order.MerchantId}|customer|{Hash(customerId)}";

    public static string ListingRow(Order order) => $"{ListingTime(order.CreatedAt)}|{order.Id}";

    /// <summary>A time as lists have it: the later, the smaller.</summary>
    public static string ListingTime(DateTimeOffset time) => string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.Ticks - time.UtcTicks:0000000000000000000}");

    public static string CustomerAddresses(string merchant, string account, string customerId) => $"{merchant}|{account}|c|{Hash(customerId)}";

    public static string AddressOwner(string merchant, string account, string address) => $"{merchant}|{account}|a|{Hash(AddressFormat.Canonical(address))}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
