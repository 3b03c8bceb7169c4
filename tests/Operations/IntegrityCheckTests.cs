using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using PaymentHub.Callbacks;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Callbacks;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Reconciliation;
using PaymentHub.Tests.Support;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Operations;

/// <summary>The integrity check repairs its lists and tells the rest.</summary>
public sealed class IntegrityCheckTests
{
    [Fact]
    public async Task A_list_row_that_is_missing_or_behind_is_written_anew()
    {
        var world = await WithDepositsAsync(5);
        var listing = world.Storage.Table(TableNames.Listing);
        var good = await world.RowsAsync(TableNames.Listing);
        await listing.DeleteEntityAsync(good[0].PartitionKey, good[0].RowKey);
        var behind = new TableEntity(good[1].PartitionKey, good[1].RowKey) { ["Version"] = 0, ["Data"] = "{}", ["Account"] = "shop_pay" };
        await listing.UpsertEntityAsync(behind, TableUpdateMode.Replace);
        var altered = new TableEntity(good[2].PartitionKey, good[2].RowKey) { ["Version"] = 1, ["Data"] = "{}", ["Account"] = "shop_pay" };
        await listing.UpsertEntityAsync(altered, TableUpdateMode.Replace);

        var report = await CheckAsync(world);

        Assert.Equal((5, 3, world.Clock.GetUtcNow()), (report.OrdersChecked, report.ListingsRepaired, report.RoundFinishedAt));
        Assert.Equal(
            good.Select(row => (row.PartitionKey, row.RowKey, row.GetString("Data"))),
            (await world.RowsAsync(TableNames.Listing)).Select(row => (row.PartitionKey, row.RowKey, row.GetString("Data"))));
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
        ReceivedCallback Make(TimeSpan later) => new(CallbackId.New(first + later), "shop_pay", CallbackSamples.Callback with { ReceivedAt = first + later }, first + later);
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

        var page = await new OrderIndex(world.Storage).ReadAsync("shop", new OrderFilter(OrderKind.Withdrawal, null, [], null, null, null), null, 10, default);
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

    [Fact]
    public async Task A_check_looks_at_so_many_orders_and_the_next_goes_on()
    {
        var world = await WithDepositsAsync(7, new ReconciliationSettings { IntegrityMaxOrders = 3 });
        foreach (var row in await world.RowsAsync(TableNames.Listing))
            await world.Storage.Table(TableNames.Listing).DeleteEntityAsync(row.PartitionKey, row.RowKey);

        var checkedSoFar = new List<(int, int)>();
        for (var i = 0; i < 3; i++)
        {
            var report = await CheckAsync(world);
            checkedSoFar.Add((report.OrdersChecked, report.ListingsRepaired));
        }

        Assert.Equal([(3, 6), (6, 12), (7, 14)], checkedSoFar);
        // Each in two lists, which are found by their day.
        Assert.Equal(14 + 1, (await world.RowsAsync(TableNames.Listing)).Count);
        Assert.Equal((3, 0), ((await CheckAsync(world)).OrdersChecked, (await CheckAsync(world)).ListingsRepaired));
    }

    [Fact]
    public async Task What_only_a_person_can_judge_is_told_in_one_line()
    {
        var world = await ReconciliationWorld.CreateAsync();
        var store = new CallbackStore(world.Storage, world.Directory, world.Clock);
        var now = world.Clock.GetUtcNow();
        var old = CallbackSamples.Received with { Id = CallbackId.New(now.AddHours(-2)), DueAt = now.AddMinutes(5) };
        await store.AcceptAsync(old, default);
        await store.AcceptAsync(CallbackSamples.Received with { Id = CallbackId.New(now), DueAt = now }, default);
        var orders = world.Storage.Table(TableNames.Orders);
        await orders.AddEntityAsync(new TableEntity("b01", Keys.OutboxEntry(Keys.Due, now.AddHours(-3), "dep_1", Keys.Deliver("main"))));
        await orders.AddEntityAsync(new TableEntity("b02", Keys.OutboxEntry(Keys.Due, now.AddMinutes(-3), "dep_2", Keys.Deliver("main"))));
        await orders.AddEntityAsync(new TableEntity("b03", Keys.OutboxEntry(Keys.DeadLetter, now.AddMinutes(-3), "dep_3", Keys.Deliver("main"))));

        world.Clock.Advance(TimeSpan.FromMinutes(6));
        var report = await CheckAsync(world);

        Assert.Equal((1, 1, 1), (report.PendingCallbacks.Count, report.Overdue.Count, report.DeadLetters.Count));
        Assert.EndsWith(old.Id.Text, Assert.Single(report.PendingCallbacks.Examples), StringComparison.Ordinal);
        Assert.Equal("20240501090000000|dep_1|deliver|main", Assert.Single(report.Overdue.Examples));
        Assert.Equal("20240501115700000|dep_3|deliver|main", Assert.Single(report.DeadLetters.Examples));
        Assert.Equal(
            ["Integrity check: 0 list rows repaired; 1 callbacks unprocessed for long, 1 outbox entries long overdue, 1 dead letters, 0 webhooks suspended, 0 orders unreadable. GET /ops/integrity tells which."],
            world.Log.Lines);
    }

    [Fact]
    public async Task A_webhook_that_was_given_up_is_no_order()
    {
        var world = await WithDepositsAsync(2);
        var orders = world.Storage.Table(TableNames.Orders);
        foreach (var order in await world.OrdersAsync())
            await orders.AddEntityAsync(FailedWebhooks.Row(order, new Attempt("id", "main", 1, 4, Samples.Noon, TimeSpan.Zero, new EndpointAnswer(503, null, ""))));
        await orders.AddEntityAsync(new TableEntity("b03", Keys.OutboxEntry(Keys.DeadLetter, Samples.Noon, "dep_3", Keys.Deliver("main"))));

        var report = await CheckAsync(world);

        Assert.Equal((2, 0, 1), (report.OrdersChecked, report.ListingsRepaired, report.DeadLetters.Count));
    }

    [Fact]
    public async Task An_order_that_cannot_be_read_is_told_and_keeps_no_other_from_being_checked()
    {
        var world = await WithDepositsAsync(3);
        var row = (await world.RowsAsync(TableNames.Orders, "|order"))[0];
        row["Data"] = "{}";
        await world.Storage.Table(TableNames.Orders).UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
        foreach (var listed in await world.RowsAsync(TableNames.Listing))
            await world.Storage.Table(TableNames.Listing).DeleteEntityAsync(listed.PartitionKey, listed.RowKey);

        var report = await CheckAsync(world);

        Assert.Equal((3, 4, world.Clock.GetUtcNow()), (report.OrdersChecked, report.ListingsRepaired, report.RoundFinishedAt));
        Assert.Equal((1, row.RowKey.Split('|')[0]), (report.Unreadable.Count, Assert.Single(report.Unreadable.Examples)));
        Assert.Contains(world.Log.Lines, line => line.Contains("1 orders unreadable", StringComparison.Ordinal));
        // The next round counts anew.
        Assert.Equal(1, (await CheckAsync(world)).Unreadable.Count);
    }

    [Fact]
    public async Task A_report_that_cannot_be_read_is_begun_anew()
    {
        var world = await WithDepositsAsync(1);
        await world.Storage.Table(TableNames.Reconciliations).AddEntityAsync(new TableEntity(Keys.Integrity, Keys.IntegrityReport) { ["Data"] = "{" });

        Assert.Equal(1, (await CheckAsync(world)).OrdersChecked);
    }

    [Fact]
    public async Task Webhooks_that_wait_for_their_endpoint_are_counted_and_the_endpoints_named()
    {
        var world = await ReconciliationWorld.CreateAsync();
        foreach (var (bucket, endpoint, order) in new[] { ("b01", "main", "dep_1"), ("b02", "main", "dep_2"), ("b02", "other", "dep_2") })
            await world.Storage.Table(TableNames.Orders).AddEntityAsync(new TableEntity(bucket, Keys.SuspendedEntry("shop", endpoint, order)));

        var report = await CheckAsync(world);

        Assert.Equal(3, report.Suspended.Count);
        Assert.Equal(["shop|main", "shop|other"], report.Suspended.Examples);
        Assert.Contains("3 webhooks suspended", Assert.Single(world.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_house_in_order_says_nothing()
    {
        var world = await WithDepositsAsync(2);
        foreach (var row in await world.RowsAsync(TableNames.Orders, "due|"))
            await world.Storage.Table(TableNames.Orders).DeleteEntityAsync(row.PartitionKey, row.RowKey);

        await CheckAsync(world);

        Assert.Empty(world.Log.Lines);
    }

    private static async Task PutAsync(ReconciliationWorld world, Order order) => await world.Storage.Table(TableNames.Orders).UpsertEntityAsync(OrderRows.Order(order), TableUpdateMode.Replace);

    private static async Task<ReconciliationWorld> WithDepositsAsync(int count, ReconciliationSettings? settings = null)
    {
        var world = await ReconciliationWorld.CreateAsync(settings: settings);
        for (var id = 1; id <= count; id++)
            await world.CallbackAsync(ScriptedAccount.Recharge(id, Samples.Noon).Notice);
        world.Clock.Advance(TimeSpan.FromMinutes(6));
        return world;
    }

    private static async Task<IntegrityReport> CheckAsync(ReconciliationWorld world)
    {
        using var logging = new LoggerFactory([world.Log]);
        var integrity = Check(world, logging.CreateLogger<IntegrityCheck>());
        await integrity.RunAsync(default);
        return (await integrity.FindAsync(default))!;
    }

    private static IntegrityCheck Check(ReconciliationWorld world, ILogger<IntegrityCheck> logger) => new(
        world.Storage, new RowChecks(new OrderIndexCheck(world.Storage), world.OpenOrderCheck, new CallbackRetention(world.Storage, world.Directory), world.Measures), world.Directory, world.Clock, logger);
}
