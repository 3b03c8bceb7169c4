using Azure.Data.Tables;

namespace PaymentHub.Tests.Standins.Tables;

public sealed class KeyTests
{
    public static TheoryData<string> Keys => new(
        "plain", "O'Brien", "''", "two words", "100%", "%41", "%2F", "a|b|c", "1+1=2", "a&b", "a,b;c:d", "me@example.com", "(x)", "支付-é-🙂", "~!$*", "a.b..c", "\"", "<b>", "");

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task An_entity_is_found_changed_and_deleted_by_its_key(string key)
    {
        await using var table = await TemporaryTable.CreateAsync();
        await table.Client.AddEntityAsync(new TableEntity(key, key) { ["N"] = 1 });

        var read = (await table.Client.GetEntityAsync<TableEntity>(key, key)).Value;
        await table.Client.UpdateEntityAsync(new TableEntity(key, key) { ["N"] = 2 }, read.ETag);
        await table.Client.SubmitTransactionAsync([new(TableTransactionActionType.UpsertMerge, new TableEntity(key, key) { ["M"] = 3 })]);
        var found = await table.Client.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey eq {key}")).ToListAsync();
        var deleted = await table.Client.DeleteEntityAsync(key, key);

        Assert.Equal((key, key), (read.PartitionKey, read.RowKey));
        var entity = Assert.Single(found);
        Assert.Equal((key, 2, 3), (entity.RowKey, entity.GetInt32("N"), entity.GetInt32("M")));
        Assert.Equal(204, deleted.Status);
    }

    [Fact]
    public async Task A_missing_key_is_a_mistake()
    {
        await using var table = await TemporaryTable.CreateAsync();

        await Assert.ThrowsAsync<ArgumentNullException>(() => table.Client.AddEntityAsync(new TableEntity { PartitionKey = "p" }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => table.Client.GetEntityAsync<TableEntity>(null!, "r"));
    }
}
