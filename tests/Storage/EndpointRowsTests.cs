using Azure.Data.Tables;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Reconciliation;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Storage;

/// <summary>What is kept of endpoints, over real storage.</summary>
public sealed class EndpointRowsTests
{
    [Fact]
    public async Task Attempts_add_up_over_instances_and_a_row_that_cannot_be_read_begins_anew()
    {
        var world = await ReconciliationWorld.CreateAsync();
        var (one, other) = (new AttemptCounts(world.Storage), new AttemptCounts(world.Storage));

        Assert.True(await one.TryAddAsync("shop", "main", Samples.Noon, new AttemptCount(3, 2), default));
        Assert.True(await other.TryAddAsync("shop", "main", Samples.Noon.AddHours(2), new AttemptCount(1, 1), default));
        Assert.Equal(new AttemptCount(4, 3), await one.SumAsync("shop", "main", Samples.Noon.AddHours(3), default));
        Assert.Equal(new AttemptCount(1, 1), await one.SumAsync("shop", "main", Samples.Noon.AddHours(24), default));
        Assert.Equal(new AttemptCount(0, 0), await one.SumAsync("shop", "other", Samples.Noon, default));

        await world
            .Storage.Table(TableNames.Endpoints)
            .UpsertEntityAsync(new TableEntity(Keys.AttemptCounts, Keys.Breaker("shop", "main")) { ["Hours"] = "{" });
        Assert.True(await one.TryAddAsync("shop", "main", Samples.Noon, new AttemptCount(1, 0), default));
        Assert.Equal(new AttemptCount(1, 0), await one.SumAsync("shop", "main", Samples.Noon, default));
    }

    [Fact]
    public async Task What_waits_for_an_endpoint_is_counted_with_the_oldest()
    {
        var world = await ReconciliationWorld.CreateAsync();
        var orders = world.Storage.Table(TableNames.Orders);
        foreach (
            var (bucket, endpoint, order, since) in new[]
            {
                ("b01", "main", "dep_1", 5),
                ("b01", "main", "dep_2", 3),
                ("b63", "main", "dep_3", 4),
                ("b02", "main_2", "dep_4", 1),
            }
        )
        {
            await orders.AddEntityAsync(
                new TableEntity(bucket, Keys.SuspendedEntry("shop", endpoint, order)) { [DeliveryRows.Since] = Samples.Noon.AddMinutes(since) }
            );
        }
        // Suspended before there was the column.
        await orders.AddEntityAsync(new TableEntity("b05", Keys.SuspendedEntry("shop", "main", "dep_5")));

        var suspended = new SuspendedDeliveries(world.Storage);

        Assert.Equal(new SuspendedCount(4, true, Samples.Noon.AddMinutes(3)), await suspended.CountAsync("shop", "main", default));
        Assert.Equal(new SuspendedCount(0, true, null), await suspended.CountAsync("shop", "none", default));
    }

    [Fact]
    public async Task A_breaker_keeps_when_it_is_told_of_and_one_that_cannot_be_read_keeps_no_other()
    {
        var world = await ReconciliationWorld.CreateAsync();
        var store = new BreakerStore(world.Storage);
        var open = new Breaker("shop", "main", Samples.Noon).Open(new DeliverySettings(), Samples.Noon).Tell(new DeliverySettings(), Samples.Noon);
        Assert.True(await store.TryWriteAsync(new Versioned<Breaker>(open, ""), open, default));
        await world.Storage.Table(TableNames.Endpoints).AddEntityAsync(new TableEntity(Keys.Breakers, "shop|broken"));

        Assert.Equal(open, Assert.Single(await store.ListAsync(default)).Value);
    }
}
