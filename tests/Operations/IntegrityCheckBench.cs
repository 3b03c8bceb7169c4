using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Callbacks;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Reconciliation;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Operations;

/// <summary>Integrity checks of worlds of deposits.</summary>
public abstract class IntegrityCheckBench
{
    private protected static async Task PutAsync(ReconciliationWorld world, Order order) =>
        await world.Storage.Table(TableNames.Orders).UpsertEntityAsync(OrderRows.Order(order), TableUpdateMode.Replace);

    private protected static async Task<ReconciliationWorld> WithDepositsAsync(int count, ReconciliationSettings? settings = null)
    {
        var world = await ReconciliationWorld.CreateAsync(settings: settings);
        for (var id = 1; id <= count; id++)
            await world.CallbackAsync(ScriptedAccount.Recharge(id, Samples.Noon).Notice);
        world.Clock.Advance(TimeSpan.FromMinutes(6));
        await ForgetRecentAsync(world);
        return world;
    }

    /// <summary>As if the orders had changed long ago: only the walk through all of them looks at them.</summary>
    private protected static async Task ForgetRecentAsync(ReconciliationWorld world)
    {
        foreach (var row in await world.RowsAsync(TableNames.Orders, "recent|"))
            await world.Storage.Table(TableNames.Orders).DeleteEntityAsync(row.PartitionKey, row.RowKey);
    }

    private protected static async Task<IntegrityReport> CheckAsync(ReconciliationWorld world)
    {
        using var logging = new LoggerFactory([world.Log]);
        var integrity = Check(world, logging.CreateLogger<IntegrityCheck>());
        await integrity.RunAsync(default);
        return (await integrity.FindAsync(default))!;
    }

    private protected static RecentOrderCheck Recent(StorageClients storage, ReconciliationWorld world) =>
        new(storage, new OrderIndexCheck(storage, new OrderLookupIndex(storage)), world.OpenOrderCheck, NullLogger<RecentOrderCheck>.Instance);

    private protected static IntegrityCheck Check(ReconciliationWorld world, ILogger<IntegrityCheck> logger) =>
        new(
            world.Storage,
            new RowChecks(
                new OrderIndexCheck(world.Storage, new OrderLookupIndex(world.Storage)),
                world.OpenOrderCheck,
                Recent(world.Storage, world),
                new CallbackRetention(world.Storage, world.Directory),
                world.Measures
            ),
            new LongOverdue(world.Storage),
            world.Directory,
            world.Clock,
            logger
        );
}
