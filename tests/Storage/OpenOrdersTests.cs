using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Storage.Operations;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Storage;

/// <summary>How many open orders an account is said to have, and whether that is all.</summary>
public sealed class OpenOrdersTests : IAsyncLifetime
{
    private static readonly Account Shop = Make(needsApproval: false);

    private StorageClients _storage = null!;

    private OpenOrders Open => new(_storage, new OrderLists(_storage));

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = await SharedAzurite.TakeAccountAsync() };
        _storage = new StorageClients(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), []);
        foreach (var table in TableNames.All)
            await _storage.Tables.CreateTableIfNotExistsAsync(table);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Work_of_an_account_is_counted_wherever_it_stands_and_other_promises_are_not()
    {
        await PromiseAsync("b00", 1, 2, "shop_pay");
        await PromiseAsync("b63", 3, 1, "shop_pay");
        await PromiseAsync("b63", 4, 1, "shop_mpay");
        await PromiseAsync("b63", 5, 1, null);

        var counts = await Open.CountAsync([Shop], default);

        Assert.Equal((3, 1), (counts.ByAccount["shop_pay"], counts.ByAccount["shop_mpay"]));
        Assert.Empty(counts.Cut);
    }

    [Fact]
    public async Task More_than_a_read_shows_are_said_to_be_more()
    {
        await PromiseAsync("b07", 1, 1_001, "shop_pay");

        var counts = await Open.CountAsync([Shop], default);

        Assert.Equal(1_000, counts.ByAccount["shop_pay"]);
        Assert.Equal(["shop_pay"], counts.Cut);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task What_awaits_approval_is_counted_where_the_account_needs_it(bool needed, int expected)
    {
        var lists = new ListWriter(_storage);
        foreach (var (number, status) in ((int, OrderStatus)[])[(1, OrderStatus.AwaitingApproval), (2, OrderStatus.Completed), (3, OrderStatus.Rejected)])
            await lists.WriteAsync(
                Samples.ProviderDeposit with { Id = FormattableString.Invariant($"wd_{number:00000000000000000000000000}"), Kind = OrderKind.Withdrawal, Status = status }, default);

        var counts = await Open.CountAsync([Make(needed)], default);

        Assert.Equal(expected, counts.ByAccount.GetValueOrDefault("shop_pay"));
        Assert.Empty(counts.Cut);
    }

    private static Account Make(bool needsApproval) => new()
    {
        Id = "shop_pay",
        MerchantId = "shop",
        ProviderName = "fake",
        Provider = new FakeProviderAccount(),
        CallbackIds = [],
        Confirm = true,
        AcceptUnknownAddresses = false,
        Withdrawals = WithdrawalRules.None with { NeedsApproval = needsApproval },
    };

    private async Task PromiseAsync(string bucket, int first, int count, string? account)
    {
        foreach (var batch in Enumerable.Range(first, count).Chunk(100))
            await _storage.Table(TableNames.Orders).SubmitTransactionAsync(batch.Select(number => new TableTransactionAction(
                TableTransactionActionType.Add,
                new TableEntity(bucket, FormattableString.Invariant($"due|20240501120000000|dep_{number:00000000000000000000000000}|ask")) { ["Account"] = account })));
    }
}
