using Azure.Data.Tables;
using PaymentHub.Callbacks;
using PaymentHub.Listings;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Storage;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>Rows of what needs a person, as the hub writes them: more than could be brought about one by one.</summary>
internal sealed class ConsoleRows(Hub hub)
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    /// <summary>Orders in review, and those that have left it and stand in the list all the same.</summary>
    /// <param name="what">overdue, awaited, left, or another reason, by the order's number.</param>
    public async Task ReviewsAsync(int first, int before, Func<int, string> what)
    {
        var orders = Enumerable
            .Range(first, before - first)
            .Select(number =>
            {
                var order = Order("review", number) with { Status = OrderStatus.NeedsReview, Reasons = ReviewReason.AmountMismatch };
                return what(number) switch
                {
                    "overdue" => order with { Reasons = ReviewReason.Overdue },
                    "awaited" => order with { Proposal = new(ResolutionOutcome.Failed, order.Version, "bob", "?", _now, _now.AddDays(1)) },
                    "left" => order with { Status = OrderStatus.Completed },
                    _ => order,
                };
            })
            .ToList();
        await AddAsync(TableNames.Orders, orders.Select(OrderRows.Order));
        await AddAsync(TableNames.Listing, orders.Select(OrderIndexWriter.Review));
    }

    public Task QuarantineAsync(int count) =>
        AddAsync(
            TableNames.Callbacks,
            Enumerable
                .Range(0, count)
                .Select(number => new ReceivedCallback(
                    CallbackId.New(_now.AddSeconds(-number)),
                    hub.Alpha.MPayAccount,
                    new Callback
                    {
                        Body = Array.Empty<byte>(),
                        ContentType = "",
                        Headers = new Dictionary<string, string>(),
                        Path = "",
                        Query = "",
                        ReceivedAt = _now.AddSeconds(-number),
                    },
                    _now,
                    0,
                    0
                ))
                .Select(received => CallbackRows.Quarantined(received, new CallbackOutcome("bad_signature")))
        );

    public Task DeadLettersAsync(int count) =>
        AddAsync(
            TableNames.Orders,
            Enumerable
                .Range(0, count)
                .Select(number => Order("dead", number).Id)
                .Select(id => new TableEntity(Keys.OrderBucket(id), Keys.OutboxEntry(Keys.DeadLetter, _now, id, "submit"))
                {
                    ["DeadLetteredAt"] = _now,
                })
        );

    /// <summary>Webhooks that were given up, of which some were delivered since.</summary>
    public async Task FailedAsync(int count, int delivered)
    {
        var orders = Enumerable.Range(0, count).Select(number => Order("failed", number)).ToList();
        await AddAsync(TableNames.Orders, orders.Select(OrderRows.Order));
        await AddAsync(
            TableNames.Orders,
            orders.Select(
                (order, number) => DeliveryRows.Delivery(order.Id, Delivery.Nothing("main") with { Failed = number < delivered ? [] : [1] })
            )
        );
        await AddAsync(
            TableNames.Orders,
            orders.Select(order => FailedWebhooks.Row(order, new Attempt("id", "main", 1, 4, _now, TimeSpan.Zero, new EndpointAnswer(503, null, ""))))
        );
    }

    public Task SilentAsync(params string[] accounts) =>
        AddAsync(TableNames.Listing, accounts.Select(account => new TableEntity(Keys.Accounts, account) { ["LastCallbackAt"] = _now.AddDays(-2) }));

    private async Task AddAsync(string table, IEnumerable<TableEntity> rows)
    {
        foreach (var partition in rows.GroupBy(row => row.PartitionKey))
        {
            foreach (var some in partition.Chunk(100))
            {
                await hub.Table(table)
                    .SubmitTransactionAsync(some.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)));
            }
        }
    }

    /// <summary>The newest has the number 0.</summary>
    private Order Order(string kind, int number) =>
        Samples.ProviderDeposit with
        {
            Id = OrderId.OfMerchant(OrderKind.Deposit, hub.Alpha.Id, $"{kind}-{number}"),
            MerchantId = hub.Alpha.Id,
            AccountId = hub.Alpha.PayProtocolAccount,
            Version = 1,
            CreatedAt = _now.AddSeconds(-number),
            UpdatedAt = _now.AddSeconds(-number),
        };
}
