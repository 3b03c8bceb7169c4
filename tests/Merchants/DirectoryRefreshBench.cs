using Azure.Data.Tables;
using PaymentHub.Storage;

namespace PaymentHub.Tests.Merchants;

/// <summary>Rows of the directory that are spoilt.</summary>
public abstract class DirectoryRefreshBench
{
    private protected static readonly TimeSpan Quarter = TimeSpan.FromSeconds(15);

    private protected static async Task SpoilAsync(
        DirectoryWorld world,
        string merchant,
        string row,
        Action<TableEntity> change,
        bool announce = true
    )
    {
        var found = (await world.Table.GetEntityAsync<TableEntity>(merchant, row)).Value;
        change(found);
        await world.Table.UpdateEntityAsync(found, found.ETag, TableUpdateMode.Replace);
        var own = (await world.Table.GetEntityAsync<TableEntity>(merchant, Keys.Merchant)).Value;
        own["Version"] = own.GetInt32("Version") + 1;
        await world.Table.UpdateEntityAsync(own, own.ETag, TableUpdateMode.Replace);
        if (announce)
        {
            await world.Table.UpsertEntityAsync(
                new TableEntity(Keys.MerchantIndex, merchant) { ["Version"] = own.GetInt32("Version"), ["At"] = world.Clock.GetUtcNow() },
                TableUpdateMode.Replace
            );
        }
    }
}
