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

/// <summary>An index with orders in it, and walks through its pages.</summary>
public abstract class OrderIndexBench : IAsyncLifetime
{
    private protected static readonly OrderFilter All = new(OrderKind.Deposit, null, [], null, null, null);

    private protected readonly StorageProbe _probe = new();
    private protected OrderIndex _index = null!;
    private protected OrderIndexWriter _writer = null!;
    private protected TableClient _table = null!;

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

    private protected static Order Sample(int number, DateTimeOffset at) =>
        Samples.MerchantDeposit with
        {
            Id = $"dep_{number:00000000000000000000000000}",
            CreatedAt = at,
            UpdatedAt = at,
        };

    private protected static int Number(Order order) => int.Parse(order.Id.AsSpan(4), System.Globalization.CultureInfo.InvariantCulture);

    private protected async Task<Order[]> WriteAsync(params Order[] orders)
    {
        foreach (var order in orders)
            await _writer.WriteAsync(order, default);
        return orders;
    }

    /// <summary>Rows of one day as the writer leaves them, a hundred in a transaction; each a millisecond older than the one before.</summary>
    private protected async Task SeedAsync(int count, DateTimeOffset day)
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

    private protected async Task<List<ListPage<Order>>> WalkAsync(string merchant, OrderFilter filter, int limit)
    {
        var pages = new List<ListPage<Order>>();
        do
        {
            pages.Add(await _index.ReadAsync(merchant, filter, pages.LastOrDefault()?.Next, limit, default));
            Assert.True(pages.Count < 50);
        } while (pages[^1].Next is not null);
        return pages;
    }

    private protected async Task<IEnumerable<string>> IdsAsync(string merchant, OrderFilter filter) =>
        (await WalkAsync(merchant, filter, 2)).SelectMany(page => page.Items).Select(order => order.Id);

    private protected async Task<IEnumerable<int>> NumbersAsync(OrderFilter filter) =>
        (await WalkAsync("shop", filter, 2)).SelectMany(page => page.Items).Select(Number);
}
