using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Reconciliation;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>Reports over worlds of recharges.</summary>
public abstract class ReconciliationReporterBench
{
    /// <summary>Recharges 1, 2, 3 … of 10, 11, 12 … USDT that both sides know.</summary>
    private protected static async Task<ReconciliationWorld> WithRechargesAsync(int count, ReconciliationSettings? settings = null)
    {
        var world = await ReconciliationWorld.CreateAsync(settings: settings);
        world.Provider.Put(Enumerable.Range(1, count).Select(id => ScriptedAccount.Recharge(id, ReconciliationWorld.Before, 9 + id)));
        await world.RunAsync();
        return world;
    }

    /// <summary>An order that stands, with its lists.</summary>
    private protected static async Task PutAsync(ReconciliationWorld world, Order order)
    {
        var stored = order with { Version = 1, CreatedAt = ReconciliationWorld.Before, UpdatedAt = ReconciliationWorld.Before };
        await new OrderStore(world.Storage, world.Directory.Settings.Outbox, world.Clock).TryCreateAsync(new OrderCommit(stored, null, []), default);
        await new OrderIndexWriter(world.Storage).WriteAsync(stored, default);
    }

    private protected static async Task<ReconciliationReport> ReportAsync(
        ReconciliationWorld world,
        string from = "2024-05-01",
        string to = "2024-05-02"
    ) => Assert.IsType<Result<ReconciliationReport>.Success>(await RunAsync(world, from, to)).Value;

    private protected static Task<Result<ReconciliationReport>> RunAsync(ReconciliationWorld world, string from, string to) =>
        world.Reporter.RunAsync(
            world.Account,
            Assert.IsType<Result<TimeRange>.Success>(TimeRange.Read(from, to, world.Clock.GetUtcNow(), 31)).Value,
            default
        );
}
