using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Listings;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>
/// Orders that are over, as the app leaves them: every row of theirs is made by its own mapping, and written a hundred at a time. Three of four
/// are deposits of Pay Protocol's and the fourth a withdrawal; one of ten has failed; five customers have them all. They lie evenly over 36 hours,
/// however many there are, so that more of them lie closer.
/// </summary>
/// <param name="last">When the youngest of them was created.</param>
internal sealed class SeededOrders(Hub hub, DateTimeOffset last)
{
    public const string Customer = "CUSTOMER1";
    private const int Customers = 5;
    private const int MaxActions = 100;
    private const int AtOnce = 8;

    /// <summary>Its fractions lie evenly between 0 and 1, however many are taken.</summary>
    private const double Golden = 0.618033988749895;

    private static readonly TimeSpan Span = TimeSpan.FromHours(36);

    private readonly TableClient _orders = hub.Table(TableNames.Orders);
    private readonly TableClient _listing = hub.Table(TableNames.Listing);
    private readonly IWebhookEventFactory _events = hub.Process.Services.GetRequiredService<IWebhookEventFactory>();
    private int _count;

    /// <summary>A deposit that is there from the first on.</summary>
    public Order Deposit => Make(1);

    /// <summary>A withdrawal that is there from the first on.</summary>
    public Order Withdrawal => Make(3);

    public static string EventOf(Order order) => StoredEvent.IdOf(order.Id, order.Version);

    /// <summary>Writes more of them, until there are so many.</summary>
    public async Task GrowAsync(int count)
    {
        var orders = Enumerable.Range(_count, count - _count).Select(Make).ToList();
        _count = count;
        await WriteAsync(_orders, orders.Select(Rows));
        var listed = orders.SelectMany(order => OrderIndexWriter.Rows(order).Append(OrderIndexWriter.Day(order))).DistinctBy(KeyOf);
        await WriteAsync(_listing, listed.Select(row => (IReadOnlyList<TableEntity>)[row]));
        await WriteAsync(_listing, orders.Select(Feed));
    }

    /// <summary>Each group's rows lie in one partition, and are written in one transaction.</summary>
    private static Task WriteAsync(TableClient table, IEnumerable<IReadOnlyList<TableEntity>> groups) =>
        Parallel.ForEachAsync(
            groups.GroupBy(group => group[0].PartitionKey).SelectMany(partition => partition.Chunk(MaxActions / partition.Max(group => group.Count))),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (chunk, token) =>
                await table.SubmitTransactionAsync(
                    chunk.SelectMany(group => group).Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)),
                    token
                )
        );

    private static (string, string) KeyOf(TableEntity row) => (row.PartitionKey, row.RowKey);

    private Order Make(int number)
    {
        var kind = number % 4 == 3 ? OrderKind.Withdrawal : OrderKind.Deposit;
        var customer = number % Customers;
        var (name, at) = ($"seed-{number}", last - (Span * (number * Golden % 1)));
        var (hash, failed) = (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))), number % 10 == 4);
        var (amount, reference) = (1 + (number / Customers % 10), kind == OrderKind.Withdrawal ? name : null);
        var address = $"TSeededAddressOfCustomer{customer}";
        return new Order
        {
            Id = reference is null
                ? OrderId.OfProvider(kind, hub.Alpha.Id, hub.Alpha.PayProtocolAccount, "recharge", name)
                : OrderId.OfMerchant(kind, hub.Alpha.Id, reference),
            Kind = kind,
            MerchantId = hub.Alpha.Id,
            AccountId = hub.Alpha.PayProtocolAccount,
            Provider = "pay_protocol",
            Status = failed ? OrderStatus.Failed : OrderStatus.Completed,
            Request = reference is null
                ? null
                : new OrderRequest
                {
                    Reference = reference,
                    Amount = amount,
                    Currency = "USDT",
                    Network = "tron",
                    Address = address,
                    Fingerprint = hash,
                },
            CustomerId = $"CUSTOMER{customer}",
            Amount = amount,
            Currency = "USDT",
            Network = "tron",
            Address = address,
            TransactionId = hash,
            ProviderOrderId = name,
            FinalOutcome = new FinalOutcome
            {
                Status = failed ? NoticeStatus.Failed : NoticeStatus.Completed,
                Amount = failed ? null : amount,
                TransactionId = hash,
            },
            KnownToProvider = kind == OrderKind.Withdrawal,
            Version = 1,
            CreatedAt = at,
            UpdatedAt = at,
            StatusSince = at,
            CompletedAt = failed ? null : at,
        };
    }

    /// <summary>The order, its event, its change, and the delivery with its one attempt.</summary>
    private TableEntity[] Rows(Order order) =>
        [
            OrderRows.Order(order),
            OrderRows.Event(Event(order)),
            OrderRows.Change(
                order.Id,
                new OrderChange
                {
                    At = order.UpdatedAt,
                    Source = Source(order),
                    From = OrderStatus.Created,
                    To = order.Status,
                    Said = order.FinalOutcome!.Status,
                    Amount = order.Amount,
                    Currency = order.Currency,
                    TransactionId = order.TransactionId,
                }
            ),
            DeliveryRows.Delivery(order.Id, Delivery.Nothing("main")),
            DeliveryRows.Attempt(
                order.Id,
                new Attempt("seeded", "main", order.Version, 1, order.UpdatedAt, TimeSpan.FromMilliseconds(20), new EndpointAnswer(200, null, "ok"))
            ),
        ];

    /// <summary>The rows of its event in the feed, and those by which it is found.</summary>
    private TableEntity[] Feed(Order order)
    {
        var (stored, partition) = (Event(order), Keys.Feed(order.MerchantId));
        var (row, at) = (OrderRows.Event(stored), Keys.FeedRow(stored.OccurredAt, stored.Id));
        (row.PartitionKey, row.RowKey) = (partition, at);
        return
        [
            new TableEntity(partition, Keys.FeedPointer(stored.Id)) { ["Position"] = at },
            row,
            FeedWriter.NewestRow(order, stored),
            .. OrderLookupIndex.Rows(order),
        ];
    }

    private StoredEvent Event(Order order)
    {
        var type = $"{SnakeCaseEnum.Of(order.Kind)}.{SnakeCaseEnum.Of(order.Status)}";
        return new(order.Id, order.Version, type, _events.Body(order, type, order.UpdatedAt), Source(order), order.UpdatedAt);
    }

    private static string Source(Order order) => string.Create(CultureInfo.InvariantCulture, $"reconciliation/seed/{order.ProviderOrderId}");
}
