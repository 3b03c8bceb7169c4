using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PaymentHub.Callbacks;
using PaymentHub.Money;
using PaymentHub.Orders;
using PaymentHub.Reconciliation;

namespace PaymentHub.Storage;

/// <summary>
/// Every key of every row is made here.
/// <code>
/// table      partition                        row
/// orders     b00…b63, from the order's id     {id}|order                                the order
///                                             {id}|event|{version}                      an event, never changed
///                                             {id}|delivery|{endpoint}                  what is owed to an endpoint
///                                             {id}|attempt|{endpoint}|{version}|{n}     one try at a delivery
///                                             due|{when}|{id}|{what}                    a promise; what = deliver|{endpoint}, …
///                                             stuck|{when}|{id}|{what}                  a promise that was set aside
/// callbacks  b00…b63, from the callback's id  callback|{day}|{id}                       what came, then its verdict
///                                             pending|{when}|{id}                       the promise to process it
/// listing    {merchant}|{kind}|{day}          {inverted time}|{id}                      orders of a day, newest first
///            {merchant}|customer|{hash}       {inverted time}|{id}                      orders of a customer, newest first
/// addresses  {merchant}|{account}|c|{hash}    addresses                                 a customer's addresses
///            {merchant}|{account}|a|{hash}    owner                                     whose address it is
/// reconciliations
///            sweeps                           {account}|standing|{kind}                 how far a list has been read
///                                             {account}|{back-fill's id}|{kind}         the same of a back-fill
///            house                            report                                    our own house: cursor and findings
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

    public const string Pending = "pending";

    /// <summary>The partition of all sweeps.</summary>
    public const string Sweeps = "sweeps";

    /// <summary>The partition of our own house.</summary>
    public const string House = "house";

    public const string HouseReport = "report";

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

    public static string Promise(string kind, DateTimeOffset when, string orderId, string what) => $"{kind}|{Time(when)}|{orderId}|{what}";

    public static string Callback(CallbackId id) => $"callback|{id.Day}|{id.Text}";

    public static string PendingCallback(DateTimeOffset when, CallbackId id) => $"{Pending}|{Time(when)}|{id.Text}";

    /// <summary>The range of all promises of a kind that are due by a time.</summary>
    public static (string From, string Before) PromisesDue(string kind, DateTimeOffset by) => ($"{kind}|", $"{kind}|{Time(by)}}}");

    public static string DayListing(Order order) => DayListing(order.MerchantId, order.Kind, order.CreatedAt.UtcDateTime);

    /// <param name="day">UTC.</param>
    public static string DayListing(string merchant, OrderKind kind, DateTime day) => $"{merchant}|{Words.Of(kind)}|{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";

    public static string CustomerListing(Order order, string customerId) => $"{order.MerchantId}|customer|{Hash(customerId)}";

    public static string ListingRow(Order order) =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.Ticks - order.CreatedAt.UtcTicks:0000000000000000000}|{order.Id}");

    public static string CustomerAddresses(string merchant, string account, string customerId) => $"{merchant}|{account}|c|{Hash(customerId)}";

    public static string AddressOwner(string merchant, string account, string address) => $"{merchant}|{account}|a|{Hash(AddressFormat.Canonical(address))}";

    public static string Sweep(AccountSweep sweep) => $"{sweep.AccountId}|{sweep.BackfillId ?? "standing"}|{Words.Of(sweep.Kind)}";

    /// <summary>The range of all sweeps of an account.</summary>
    public static (string From, string Before) SweepRange(string account) => ($"{account}|", $"{account}}}");

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
