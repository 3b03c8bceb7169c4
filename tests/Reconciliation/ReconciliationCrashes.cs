using System.Collections.Concurrent;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>
/// A reconciliation dies before or after, or loses the answer of, every single storage call it makes, and another instance goes on when the
/// lease is over. Every deposit must be there once, whole: one event, owed to its endpoint, in its lists.
/// </summary>
public sealed class ReconciliationCrashes(ITestOutputHelper output)
{
    private const int Recharges = 3;

    private static readonly StorageFault[] Faults = [StorageFault.DieBefore, StorageFault.DieAfter, StorageFault.LoseAnswer];

    [Fact]
    public async Task A_reconciliation_survives_a_fault_at_every_storage_call()
    {
        var calls = await CountAsync();
        var failures = new ConcurrentBag<string>();
        var struck = 0;
        var cases = Enumerable.Range(1, calls).SelectMany(call => Faults.Select(fault => (call, fault))).ToList();

        await Parallel.ForEachAsync(
            cases,
            new ParallelOptions { MaxDegreeOfParallelism = 6 },
            async (one, _) =>
            {
                try
                {
                    if (await SurviveAsync(one.call, one.fault))
                        Interlocked.Increment(ref struck);
                }
                catch (Exception e)
                {
                    failures.Add($"{one.fault} at call {one.call}: {e.Message}");
                }
            }
        );

        output.WriteLine($"{struck} faults struck, over {calls} calls.");
        Assert.Empty(failures);
        // Two regular rows and a look at what is due; a claim and a save for each of two lists and four pages; four calls a deposit.
        Assert.InRange(calls, 15, 30);
        // Of two deposits at once either both mark the day in the lists or one finds it marked, and a slow emulator makes the client
        // repeat: a run may end before its fault. No more than the last calls are missed that way.
        Assert.InRange(struck, Faults.Length * (calls - 4), cases.Count);
    }

    private static async Task<int> CountAsync()
    {
        var world = await PrepareAsync();
        var probe = new StorageProbe();
        probe.Start();
        await world.Instance(probe).RunAsync(CancellationToken.None);
        return probe.Calls.Count;
    }

    private static async Task<bool> SurviveAsync(int number, StorageFault fault)
    {
        var world = await PrepareAsync();
        var probe = new StorageProbe();
        probe.Start(call => call.Number == number ? fault : StorageFault.None);
        try
        {
            await world.Instance(probe).RunAsync(CancellationToken.None);
        }
        catch (Exception e) when (StorageFaults.IsUnavailable(e))
        {
            // That was the process dying: the SDK tells of the tries that nobody answered.
        }

        for (var run = 0; run < 2; run++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(6));
            await world.RunAsync();
        }

        await AssertWholeAsync(world);
        return probe.Struck.IsCompleted;
    }

    private static async Task<ReconciliationWorld> PrepareAsync()
    {
        var world = await ReconciliationWorld.CreateAsync(new ScriptedAccount { PageSize = 2 });
        world.Provider.Put(Enumerable.Range(1, Recharges).Select(id => ScriptedAccount.Recharge(id, Samples.Noon.AddMinutes(-id))));
        return world;
    }

    private static async Task AssertWholeAsync(ReconciliationWorld world)
    {
        var orders = await world.OrdersAsync();
        Assert.Equal(["1", "2", "3"], orders.Select(order => order.ProviderOrderId));
        Assert.All(orders, order => Assert.Equal((OrderStatus.Completed, 1), (order.Status, order.Version)));
        Assert.Equal(Recharges, await world.EventsAsync());
        Assert.Equal(Recharges, (await world.RowsAsync(TableNames.Orders, "due|")).Count);
        Assert.Equal(2 * Recharges, (await world.RowsAsync(TableNames.Listing)).Count(row => row.ContainsKey("Status")));
        foreach (var kind in Enum.GetValues<OrderKind>())
        {
            Assert.Equal(
                ("waiting", 0, world.Clock.GetUtcNow()),
                ((await world.RegularAsync(kind)).Status, (await world.RegularAsync(kind)).Failures, (await world.RegularAsync(kind)).SeenUpTo)
            );
        }
    }
}
