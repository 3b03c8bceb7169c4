using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Listings;

/// <summary>Pages of orders: what is on them, and what they cost.</summary>
public sealed class OrderIndexTests : IAsyncLifetime
{
    private static readonly OrderFilter All = new(OrderKind.Deposit, null, [], null, null, null);

    private readonly StorageProbe _probe = new();
    private OrderIndex _index = null!;
    private OrderIndexWriter _writer = null!;
    private TableClient _table = null!;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = await SharedAzurite.TakeAccountAsync() };
        var storage = new StorageClients(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            [new StoragePolicy(_probe, HttpPipelinePosition.PerRetry)]
        );
        await storage.Tables.CreateTableIfNotExistsAsync(TableNames.Listing);
        (_index, _writer, _table) = (new OrderIndex(storage), new OrderIndexWriter(storage), storage.Table(TableNames.Listing));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task All_pages_together_are_all_orders_newest_first(int limit)
    {
        var orders = await WriteAsync([.. Enumerable.Range(0, 9).Select(i => Sample(i, Samples.Noon.AddHours(-9 * i)))]);

        var pages = await WalkAsync("shop", All, limit);

        Assert.Equal(orders.Select(order => order.Id), pages.SelectMany(page => page.Items).Select(order => order.Id));
        Assert.Equal((9 + limit - 1) / limit, pages.Count);
    }

    [Fact]
    public async Task Orders_of_the_same_moment_are_all_shown()
    {
        await WriteAsync([.. Enumerable.Range(0, 5).Select(i => Sample(i, Samples.Noon))]);

        var pages = await WalkAsync("shop", All, 2);

        Assert.Equal([2, 2, 1], pages.Select(page => page.Items.Count));
        Assert.Equal(5, pages.SelectMany(page => page.Items).Select(order => order.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_merchant_sees_its_own_and_of_the_kind_that_it_asks_for()
    {
        await WriteAsync(Sample(1, Samples.Noon), Sample(2, Samples.Noon) with { MerchantId = "market" });
        await WriteAsync(Samples.Withdrawal);

        Assert.Equal(["dep_00000000000000000000000001"], await IdsAsync("shop", All));
        Assert.Equal(["dep_00000000000000000000000002"], await IdsAsync("market", All));
        Assert.Equal([Samples.Withdrawal.Id], await IdsAsync("shop", All with { Kind = OrderKind.Withdrawal }));
        Assert.Equal(["dep_00000000000000000000000001"], await IdsAsync("shop", All with { CustomerId = "u-1" }));
        Assert.Equal([Samples.Withdrawal.Id], await IdsAsync("shop", All with { Kind = OrderKind.Withdrawal, CustomerId = "u-1" }));
        Assert.Empty(await IdsAsync("nobody", All));
    }

    [Fact]
    public async Task Filters_show_what_they_say()
    {
        await WriteAsync(
            Sample(1, Samples.Noon) with
            {
                Status = OrderStatus.Failed,
            },
            Sample(2, Samples.Noon.AddDays(-1)) with
            {
                AccountId = "other",
            },
            Sample(3, Samples.Noon.AddDays(-2)) with
            {
                CustomerId = "u-2",
            }
        );

        Assert.Equal([1], await NumbersAsync(All with { Statuses = [OrderStatus.Failed] }));
        Assert.Equal([1, 2, 3], await NumbersAsync(All with { Statuses = [OrderStatus.AwaitingPayment, OrderStatus.Failed] }));
        Assert.Equal([2], await NumbersAsync(All with { AccountId = "other" }));
        Assert.Equal([3], await NumbersAsync(All with { CustomerId = "u-2" }));
        Assert.Equal([1, 2], await NumbersAsync(All with { CustomerId = "u-1" }));
        Assert.Empty(await NumbersAsync(All with { CustomerId = "u-2", Statuses = [OrderStatus.Failed] }));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("u-1")]
    public async Task From_is_inside_and_to_is_outside(string? customer)
    {
        var (first, second, third) = (Samples.Noon.AddDays(-1), Samples.Noon.AddTicks(-1), Samples.Noon);
        await WriteAsync(Sample(1, first), Sample(2, second), Sample(3, third));
        var all = All with { CustomerId = customer };

        Assert.Equal([3, 2, 1], await NumbersAsync(all with { From = first }));
        Assert.Equal([3, 2], await NumbersAsync(all with { From = first.AddTicks(1) }));
        Assert.Equal([2, 1], await NumbersAsync(all with { To = third }));
        Assert.Equal([3, 2, 1], await NumbersAsync(all with { To = third.AddTicks(1) }));
        Assert.Equal([2], await NumbersAsync(all with { From = second, To = third }));
        Assert.Empty(await NumbersAsync(all with { From = third.AddDays(1) }));
        Assert.Empty(await NumbersAsync(all with { To = first }));
    }

    /// <summary>An order of now and one of three years ago: the days between them have none, and cost nothing.</summary>
    [Fact]
    public async Task Empty_days_cost_nothing()
    {
        await WriteAsync(Sample(1, Samples.Noon), Sample(2, Samples.Noon.AddDays(-1_100)));

        _probe.Start();
        var page = await _index.ReadAsync("shop", All, null, 20, default);

        Assert.Equal([2], [page.Items.Count]);
        Assert.Null(page.Next);
        Assert.Equal(["listing: read", "listing: read", "listing: read"], _probe.Calls.Select(call => call.Name));
    }

    [Fact]
    public async Task A_request_reads_a_month_of_days_and_says_where_to_go_on()
    {
        await WriteAsync([.. Enumerable.Range(0, 40).Select(i => Sample(i, Samples.Noon.AddDays(-i)))]);

        _probe.Start();
        var first = await _index.ReadAsync("shop", All, null, 100, default);
        var reads = _probe.Calls.Count;
        var second = await _index.ReadAsync("shop", All, first.Next, 100, default);

        Assert.Equal((31, 9), (first.Items.Count, second.Items.Count));
        Assert.NotNull(first.Next);
        Assert.Null(second.Next);
        Assert.Equal(32, reads);
    }

    /// <summary>The only order that fits is the oldest of 2,500: each request looks at a thousand or so, and the walk gets there.</summary>
    [Fact]
    public async Task A_filter_that_leaves_nearly_all_out_is_bounded_and_gets_there()
    {
        await SeedAsync(2_500, day: Samples.Noon);
        await WriteAsync(Sample(9_999, Samples.Noon.AddHours(-6)) with { Status = OrderStatus.Failed });

        _probe.Start();
        var pages = await WalkAsync("shop", All with { Statuses = [OrderStatus.Failed] }, 20);

        Assert.Equal([9_999], pages.SelectMany(page => page.Items).Select(Number));
        Assert.Equal(3, pages.Count);
        Assert.True(_probe.Calls.Count <= 3 * 6, $"{_probe.Calls.Count} reads");
    }

    /// <summary>With 20,000 where everything is run whole: the emulator takes minutes to keep so many.</summary>
    [Fact]
    public async Task The_first_page_costs_the_same_with_very_many_orders_as_with_200()
    {
        var all = Environment.GetEnvironmentVariable("PAYMENTHUB_MATRIX") == "whole" ? 20_000 : 2_000;
        await SeedAsync(200, Samples.Noon);
        _probe.Start();
        var few = await _index.ReadAsync("shop", All, null, 20, default);
        var readsOfFew = _probe.Calls.Count;

        await SeedAsync(all - 200, Samples.Noon.AddHours(-1));
        _probe.Start();
        var many = await _index.ReadAsync("shop", All, null, 20, default);

        Assert.Equal((20, 20), (few.Items.Count, many.Items.Count));
        Assert.Equal(few.Items.Select(order => order.Id), many.Items.Select(order => order.Id));
        Assert.Equal((2, 2), (readsOfFew, _probe.Calls.Count));
    }

    [Fact]
    public async Task An_older_state_never_replaces_a_newer_one_and_a_later_change_of_the_same_version_does()
    {
        var order = Sample(1, Samples.Noon) with { Version = 1, Status = OrderStatus.Pending };
        await WriteAsync(order);

        await WriteAsync(order with { Version = 0, Status = OrderStatus.AwaitingPayment, UpdatedAt = Samples.Noon.AddHours(1) });
        Assert.Equal(OrderStatus.Pending, Assert.Single((await _index.ReadAsync("shop", All, null, 20, default)).Items).Status);
        await WriteAsync(order with { PaymentUrl = "https://pay.example/1", UpdatedAt = Samples.Noon.AddMinutes(1) });
        await WriteAsync(order with { PaymentUrl = null });
        Assert.Equal("https://pay.example/1", Assert.Single((await _index.ReadAsync("shop", All, null, 20, default)).Items).PaymentUrl);
        await WriteAsync(order with { Version = 2, Status = OrderStatus.Completed });

        Assert.Equal(OrderStatus.Completed, Assert.Single((await _index.ReadAsync("shop", All, null, 20, default)).Items).Status);
    }

    private static Order Sample(int number, DateTimeOffset at) =>
        Samples.MerchantDeposit with
        {
            Id = $"dep_{number:00000000000000000000000000}",
            CreatedAt = at,
            UpdatedAt = at,
        };

    private static int Number(Order order) => int.Parse(order.Id.AsSpan(4), System.Globalization.CultureInfo.InvariantCulture);

    private async Task<Order[]> WriteAsync(params Order[] orders)
    {
        foreach (var order in orders)
            await _writer.WriteAsync(order, default);
        return orders;
    }

    /// <summary>Rows of one day as the writer leaves them, a hundred in a transaction; each a millisecond older than the one before.</summary>
    private async Task SeedAsync(int count, DateTimeOffset day)
    {
        var first = Sample(10_000_000 + count, day);
        await _writer.WriteAsync(first, default);
        foreach (var numbers in Enumerable.Range(1, count - 1).Chunk(100))
        {
            await _table.SubmitTransactionAsync(
                numbers.Select(i =>
                {
                    var order = Sample(10_000_000 + count + i, day.AddMilliseconds(-i));
                    var row = OrderRows.Order(order);
                    (row.PartitionKey, row.RowKey) = (Keys.DayListing(order), Keys.ListingRow(order));
                    return new TableTransactionAction(TableTransactionActionType.UpsertReplace, row);
                })
            );
        }
    }

    private async Task<List<ListPage<Order>>> WalkAsync(string merchant, OrderFilter filter, int limit)
    {
        var pages = new List<ListPage<Order>>();
        do
        {
            pages.Add(await _index.ReadAsync(merchant, filter, pages.LastOrDefault()?.Next, limit, default));
            Assert.True(pages.Count < 50);
        } while (pages[^1].Next is not null);
        return pages;
    }

    private async Task<IEnumerable<string>> IdsAsync(string merchant, OrderFilter filter) =>
        (await WalkAsync(merchant, filter, 2)).SelectMany(page => page.Items).Select(order => order.Id);

    private async Task<IEnumerable<int>> NumbersAsync(OrderFilter filter) =>
        (await WalkAsync("shop", filter, 2)).SelectMany(page => page.Items).Select(Number);
}
