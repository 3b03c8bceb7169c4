using Azure.Data.Tables;
using PaymentHub.Callbacks;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Callbacks;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Reconciliation;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Operations;

/// <summary>What an integrity check tells, and how far it goes at once.</summary>
public sealed class IntegrityReportTests : IntegrityCheckBench
{
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
        // Each in two lists, which are found by their day, and by its address.
        Assert.Equal(14 + 1 + 7, (await world.RowsAsync(TableNames.Listing)).Count);
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
            [
                "Integrity check: 0 list rows repaired; 1 callbacks unprocessed for too long, 1 outbox entries long overdue, 1 dead letters, 0 webhooks suspended, 0 orders unreadable. GET /ops/integrity says which.",
            ],
            world.Log.Lines
        );
    }

    [Fact]
    public async Task A_webhook_that_was_given_up_is_no_order()
    {
        var world = await WithDepositsAsync(2);
        var orders = world.Storage.Table(TableNames.Orders);
        foreach (var order in await world.OrdersAsync())
        {
            await orders.AddEntityAsync(
                FailedWebhooks.Row(order, new Attempt("id", "main", 1, 4, Samples.Noon, TimeSpan.Zero, new EndpointAnswer(503, null, "")))
            );
        }

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
        await world
            .Storage.Table(TableNames.Reconciliations)
            .AddEntityAsync(new TableEntity(Keys.Integrity, Keys.IntegrityReport) { ["Data"] = "{" });

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
}
