using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Operations;

/// <summary>How many open orders an account is said to have, and whether that is all.</summary>
public sealed class OpenOrdersTests : IAsyncLifetime
{
    private static readonly Account Shop = TestDirectory.Account(new FakeProviderAccount());

    private StorageClients _storage = null!;

    private OpenOrders Open => new(_storage);

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = await SharedAzurite.TakeAccountAsync() };
        _storage = new StorageClients(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), []);
        foreach (var table in TableNames.All)
            await _storage.Tables.CreateTableIfNotExistsAsync(table);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Work_of_an_account_is_counted_wherever_it_stands_and_other_outbox_entries_are_not()
    {
        await EntryAsync("b00", 1, 2, "shop_pay");
        await EntryAsync("b63", 3, 1, "shop_pay");
        await EntryAsync("b63", 4, 1, "shop_mpay");
        await EntryAsync("b63", 5, 1, null);

        var counts = await Open.CountAsync([Shop], default);

        Assert.Equal((3, 1), (counts.ByAccount["shop_pay"], counts.ByAccount["shop_mpay"]));
        Assert.Empty(counts.Cut);
    }

    [Fact]
    public async Task More_than_a_read_shows_are_said_to_be_more()
    {
        await EntryAsync("b07", 1, 1_001, "shop_pay");

        var counts = await Open.CountAsync([Shop], default);

        Assert.Equal(1_000, counts.ByAccount["shop_pay"]);
        Assert.Equal(["shop_pay"], counts.Cut);
    }

    [Fact]
    public async Task They_are_listed_oldest_first_a_page_at_a_time_with_what_has_ended_left_out()
    {
        var store = new OrderStore(_storage, TestDirectory.With(Shop).Settings.Outbox, TimeProvider.System);
        foreach (
            var (number, status, account) in ((int, OrderStatus, string)[])
                [
                    (5, OrderStatus.Submitted, "shop_pay"),
                    (1, OrderStatus.AwaitingApproval, "shop_pay"),
                    (4, OrderStatus.Rejected, "shop_pay"),
                    (2, OrderStatus.Submitting, "shop_mpay"),
                    (3, OrderStatus.Processing, "shop_pay"),
                ]
        )
        {
            var order = Samples.Withdrawal with
            {
                Id = FormattableString.Invariant($"wd_{9 - number:00000000000000000000000000}"),
                AccountId = account,
                Status = status,
                CreatedAt = Samples.Noon.AddHours(number),
                NextAction = new ScheduledAction(ActionKind.Poll, Samples.Noon.AddDays(10 - number)),
            };
            Assert.True(await store.TryCreateAsync(new OrderCommit(order, null, []), default));
        }

        var first = await ListAsync(("limit", "2"));
        var second = await ListAsync(("limit", "3"), ("cursor", first.Next!));
        var mine = await ListAsync(("account", "shop_mpay"));

        Assert.Equal([OrderStatus.AwaitingApproval, OrderStatus.Submitting], first.Items.Select(order => order.Status));
        Assert.Equal([OrderStatus.Processing, OrderStatus.Submitted], second.Items.Select(order => order.Status));
        Assert.Null(second.Next);
        Assert.Equal("shop_mpay", Assert.Single(mine.Items).AccountId);
    }

    private async Task<ListPage<Order>> ListAsync(params (string Name, string Value)[] query) =>
        Assert
            .IsType<Result<ListPage<Order>>.Success>(
                await Open.ListAsync(query.Select(pair => KeyValuePair.Create(pair.Name, new StringValues(pair.Value))), default)
            )
            .Value;

    private async Task EntryAsync(string bucket, int first, int count, string? account)
    {
        foreach (var batch in Enumerable.Range(first, count).Chunk(100))
        {
            await _storage
                .Table(TableNames.Orders)
                .SubmitTransactionAsync(
                    batch.Select(number => new TableTransactionAction(
                        TableTransactionActionType.Add,
                        new TableEntity(bucket, FormattableString.Invariant($"due|20240501120000000|dep_{number:00000000000000000000000000}|poll"))
                        {
                            ["Account"] = account,
                        }
                    ))
                );
        }
    }
}
