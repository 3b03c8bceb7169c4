using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
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
        return world;
    }

    private protected static async Task<IntegrityReport> CheckAsync(ReconciliationWorld world)
    {
        using var logging = new LoggerFactory([world.Log]);
        var integrity = Check(world, logging.CreateLogger<IntegrityCheck>());
        await integrity.RunAsync(default);
        return (await integrity.FindAsync(default))!;
    }

    private protected static IntegrityCheck Check(ReconciliationWorld world, ILogger<IntegrityCheck> logger) =>
        new(
            world.Storage,
            new RowChecks(
                new OrderIndexCheck(world.Storage, new OrderLookupIndex(world.Storage)),
                world.OpenOrderCheck,
                new CallbackRetention(world.Storage, world.Directory),
                world.Measures
            ),
            world.Directory,
            world.Clock,
            logger
        );
}
