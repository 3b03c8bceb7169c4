using Azure.Core;
using PaymentHub.Storage;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Reconciliation;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Operations;

/// <summary>The orders that have changed since the last check: all of them are looked at, once, and nobody else.</summary>
public sealed class RecentOrderCheckTests : IntegrityCheckBench
{
    [Fact]
    public async Task What_changed_is_mended_by_the_next_check_wherever_the_walk_through_all_orders_is()
    {
        var world = await WithRecentAsync(7);
        foreach (var row in await world.RowsAsync(TableNames.Listing))
            await world.Storage.Table(TableNames.Listing).DeleteEntityAsync(row.PartitionKey, row.RowKey);

        var found = await Recent(world.Storage, world).RunAsync(world.Clock.GetUtcNow().AddMinutes(-5), default);
        var again = await Recent(world.Storage, world).RunAsync(world.Clock.GetUtcNow().AddMinutes(-5), default);

        Assert.Equal(((7, 14), (0, 0)), (found, again));
        Assert.Empty(await world.RowsAsync(TableNames.Orders, "recent|"));
    }

    [Fact]
    public async Task What_is_younger_than_its_lists_may_be_stays_for_the_next_check()
    {
        var world = await WithRecentAsync(3);
        await world.CallbackAsync(ScriptedAccount.Recharge(9, Samples.Noon).Notice);

        var found = await Recent(world.Storage, world).RunAsync(world.Clock.GetUtcNow().AddMinutes(-5), default);

        Assert.Equal((3, 0), found);
        Assert.Single(await world.RowsAsync(TableNames.Orders, "recent|"));
    }

    [Fact]
    public async Task Two_checks_at_once_do_each_other_no_harm()
    {
        var world = await WithRecentAsync(20);

        await Task.WhenAll(Run(), Run(), Run());

        Assert.Empty(await world.RowsAsync(TableNames.Orders, "recent|"));

        Task Run() => Recent(world.Storage, world).RunAsync(world.Clock.GetUtcNow(), default);
    }

    [Fact]
    public async Task A_check_after_which_nothing_changed_costs_a_read_of_each_bucket_however_many_orders_there_are()
    {
        var world = await WithRecentAsync(30);
        await Recent(world.Storage, world).RunAsync(world.Clock.GetUtcNow(), default);
        await world.CallbackAsync(ScriptedAccount.Recharge(99, Samples.Noon).Notice);
        var counter = new StorageCounter();
        var check = Recent(world.Clients(new StoragePolicy(counter, HttpPipelinePosition.PerCall)), world);

        await check.RunAsync(world.Clock.GetUtcNow().AddMinutes(-5), default);
        var nothing = counter.Take();
        await check.RunAsync(world.Clock.GetUtcNow(), default);
        var one = counter.Take();

        // The order, its two lists, its look-up by the provider's id, and the removal.
        Assert.Equal((Keys.Buckets, Keys.Buckets + 5), (nothing, one));
    }

    private static async Task<ReconciliationWorld> WithRecentAsync(int count)
    {
        var world = await ReconciliationWorld.CreateAsync();
        for (var id = 1; id <= count; id++)
            await world.CallbackAsync(ScriptedAccount.Recharge(id, Samples.Noon).Notice);
        world.Clock.Advance(TimeSpan.FromMinutes(6));
        return world;
    }
}
