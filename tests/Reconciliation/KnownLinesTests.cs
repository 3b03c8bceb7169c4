using PaymentHub.Orders;
using PaymentHub.Reconciliation;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>What a line of a list costs that is known already, and what is never taken for known.</summary>
public sealed class KnownLinesTests
{
    [Fact]
    public async Task Two_hundred_lines_that_are_known_and_final_cost_no_operation_on_any_order()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Put(Enumerable.Range(1, 200).Select(id => ScriptedAccount.Recharge(id, ReconciliationWorld.Before.AddSeconds(id))));
        var counter = new StorageCounter();
        var instance = world.Instance(counter);
        await instance.RunAsync(default);
        world.Clock.Advance(TimeSpan.FromMinutes(6));
        counter.Take();

        await instance.RunAsync(default);

        Assert.Equal(new ReconciliationCounts(Pages: 1, Seen: 200), (await world.RegularAsync()).Counts);
        Assert.Equal(0, counter.Count("orders") + counter.Count("listing") + counter.Count("addresses"));
        // What is due, whether all lists stand, and for each of two lists its row, its claim and how far it has come.
        Assert.Equal(8, counter.Take());
    }

    [Fact]
    public async Task A_line_that_says_something_else_than_before_is_taken_in()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Put(ScriptedAccount.Recharge(402, ReconciliationWorld.Before));
        var instance = world.Instance();
        await instance.RunAsync(default);
        world.Provider.Remove(_ => true);
        world.Provider.Put(ScriptedAccount.Recharge(402, ReconciliationWorld.Before, status: NoticeStatus.Failed));
        world.Clock.Advance(TimeSpan.FromMinutes(6));

        await instance.RunAsync(default);

        Assert.Equal(ReviewReason.ConflictingStatus, Assert.Single(await world.OrdersAsync()).ReviewReason);
    }

    [Fact]
    public async Task What_is_not_final_yet_is_looked_at_each_time()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Put(ScriptedAccount.Recharge(402, ReconciliationWorld.Before, status: NoticeStatus.Pending));
        var counter = new StorageCounter();
        var instance = world.Instance(counter);
        await instance.RunAsync(default);
        world.Clock.Advance(TimeSpan.FromMinutes(6));
        counter.Take();

        await instance.RunAsync(default);

        Assert.Equal(1, counter.Count("orders"));
    }

    [Fact]
    public void Of_two_generations_the_older_is_forgotten_and_what_is_met_again_stays()
    {
        var known = new KnownLines(max: 2);
        known.Add(1);
        known.Add(2);
        known.Add(3);

        Assert.True(known.Contains(1));
        known.Add(4);

        Assert.Equal([true, false, true, true], new UInt128[] { 1, 2, 3, 4 }.Select(known.Contains));
    }
}
