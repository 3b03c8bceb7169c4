using Azure.Data.Tables;
using PaymentHub.Callbacks;
using PaymentHub.Listings;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Callbacks;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Reconciliation;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Operations;

/// <summary>The integrity check repairs its lists and tells the rest.</summary>
public sealed class IntegrityCheckTests : IntegrityCheckBench
{
    [Fact]
    public async Task A_list_row_that_is_missing_or_behind_is_written_anew()
    {
        var world = await WithDepositsAsync(5);
        var listing = world.Storage.Table(TableNames.Listing);
        var good = await world.RowsAsync(TableNames.Listing);
        await listing.DeleteEntityAsync(good[0].PartitionKey, good[0].RowKey);
        var behind = new TableEntity(good[1].PartitionKey, good[1].RowKey)
        {
            ["Version"] = 0,
            ["Data"] = "{}",
            ["Account"] = "shop_pay",
        };
        await listing.UpsertEntityAsync(behind, TableUpdateMode.Replace);
        var altered = new TableEntity(good[2].PartitionKey, good[2].RowKey)
        {
            ["Version"] = 1,
            ["Data"] = "{}",
            ["Account"] = "shop_pay",
        };
        await listing.UpsertEntityAsync(altered, TableUpdateMode.Replace);

        var report = await CheckAsync(world);

        Assert.Equal((5, 3, world.Clock.GetUtcNow()), (report.OrdersChecked, report.ListingsRepaired, report.RoundFinishedAt));
        Assert.Equal(
            good.Select(row => (row.PartitionKey, row.RowKey, row.GetString("Data"))),
            (await world.RowsAsync(TableNames.Listing)).Select(row => (row.PartitionKey, row.RowKey, row.GetString("Data")))
        );
        Assert.Equal(0, (await CheckAsync(world)).ListingsRepaired);
    }

    [Theory]
    [InlineData(OrderStatus.Submitted, ActionKind.Poll)]
    [InlineData(OrderStatus.AwaitingApproval, ActionKind.Expire)]
    [InlineData(OrderStatus.Completed, null)]
    public async Task An_order_under_way_that_nobody_looks_after_gets_somebody(OrderStatus status, ActionKind? expected)
    {
        var world = await ReconciliationWorld.CreateAsync();
        var order = Samples.Withdrawal with { Status = status, NextAction = null };
        await world.Storage.Table(TableNames.Orders).AddEntityAsync(OrderRows.Order(order));
        world.Clock.Advance(TimeSpan.FromMinutes(6));

        await CheckAsync(world);
        await CheckAsync(world);

        Assert.Equal(expected, Assert.Single(await world.OrdersAsync()).NextAction?.What);
        Assert.Equal(expected is null ? 0 : 1, (await world.RowsAsync(TableNames.Orders, "due|")).Count);
    }

    [Fact]
    public async Task Callbacks_that_have_been_kept_long_enough_are_removed_unless_they_are_owed()
    {
        var world = await ReconciliationWorld.CreateAsync();
        var store = new CallbackStore(world.Storage, world.Directory, world.Clock);
        var first = world.Clock.GetUtcNow();
        ReceivedCallback Make(TimeSpan later) =>
            new(CallbackId.New(first + later), "shop_pay", CallbackSamples.Callback with { ReceivedAt = first + later }, first + later);
        var (refused, owed, young) = (Make(default), Make(default), Make(TimeSpan.FromDays(1)));
        await store.KeepRefusedAsync(refused, CallbackOutcome.Poison, default);
        await store.KeepRefusedAsync(young, CallbackOutcome.Poison, default);
        await store.AcceptAsync(owed, default);

        world.Clock.Advance(TimeSpan.FromDays(400));
        await CheckAsync(world);
        Assert.Equal(6, (await world.RowsAsync(TableNames.Callbacks)).Count);

        world.Clock.Advance(TimeSpan.FromDays(1));
        await CheckAsync(world);
        var left = (await world.RowsAsync(TableNames.Callbacks)).Select(row => row.RowKey).ToList();
        Assert.Equal(4, left.Count);
        Assert.DoesNotContain(left, key => key.EndsWith(refused.Id.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_withdrawal_whose_creator_died_before_listing_it_is_listed()
    {
        var world = await ReconciliationWorld.CreateAsync();
        var order = Samples.Withdrawal with { Status = OrderStatus.Created };
        await new OrderStore(world.Storage, world.Directory.Settings.Outbox, world.Clock).TryCreateAsync(new OrderCommit(order, null, []), default);
        world.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(2, (await CheckAsync(world)).ListingsRepaired);

        var page = await new OrderIndex(world.Storage).ReadAsync(
            "shop",
            new OrderFilter(OrderKind.Withdrawal, null, [], null, null, null),
            null,
            10,
            default
        );
        Assert.Equal([order.Id], page.Items.Select(listed => listed.Id));
        Assert.Equal(0, (await CheckAsync(world)).ListingsRepaired);
    }

    [Fact]
    public async Task What_lists_do_not_show_is_no_disagreement()
    {
        var world = await WithDepositsAsync(1);
        var order = Assert.Single(await world.OrdersAsync());
        var moved = order with { NextAction = new ScheduledAction(ActionKind.Poll, Samples.Later), UpdatedAt = order.UpdatedAt.AddSeconds(1) };

        await PutAsync(world, moved);
        Assert.Equal(0, (await CheckAsync(world)).ListingsRepaired);

        await PutAsync(world, moved with { TransactionId = "1f" });
        Assert.Equal(2, (await CheckAsync(world)).ListingsRepaired);
        Assert.Equal(0, (await CheckAsync(world)).ListingsRepaired);
    }

    [Fact]
    public async Task An_order_in_review_that_the_list_of_reviews_lost_stands_in_it_again()
    {
        var world = await ReconciliationWorld.CreateAsync();
        await world.CallbackAsync(ScriptedAccount.Recharge(1, Samples.Noon).Notice with { Doubt = ReviewReason.ProviderDisagrees });
        world.Clock.Advance(TimeSpan.FromMinutes(6));
        var before = (await world.RowsAsync(TableNames.Listing)).Single(row => row.PartitionKey == "reviews");
        await world.Storage.Table(TableNames.Listing).DeleteEntityAsync(before.PartitionKey, before.RowKey);

        Assert.Equal(1, (await CheckAsync(world)).ListingsRepaired);

        var after = (await world.RowsAsync(TableNames.Listing)).Single(row => row.PartitionKey == "reviews");
        Assert.Equal((before.RowKey, before.GetString("OrderId")), (after.RowKey, after.GetString("OrderId")));
        Assert.Equal(0, (await CheckAsync(world)).ListingsRepaired);
    }

    [Fact]
    public async Task An_order_of_a_moment_ago_may_still_be_on_its_way_to_its_lists()
    {
        var world = await ReconciliationWorld.CreateAsync();
        await world.CallbackAsync(ScriptedAccount.Recharge(1, Samples.Noon).Notice);
        foreach (var row in await world.RowsAsync(TableNames.Listing))
            await world.Storage.Table(TableNames.Listing).DeleteEntityAsync(row.PartitionKey, row.RowKey);

        Assert.Equal(0, (await CheckAsync(world)).ListingsRepaired);
        world.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(2, (await CheckAsync(world)).ListingsRepaired);
    }
}
