using Azure;
using Azure.Data.Tables;

namespace PaymentHub.Tests.Standins.Tables;

public sealed class TransactionTests
{
    [Fact]
    public async Task All_kinds_of_action_are_applied_together_and_answered_in_order()
    {
        await using var table = await TemporaryTable.CreateAsync();
        foreach (var key in new[] { "merged", "replaced", "deleted" })
            await table.Client.AddEntityAsync(new TableEntity("p", key) { ["Old"] = 1 });

        var answer = await table.Client.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Entity("added")),
            new(TableTransactionActionType.UpdateMerge, Entity("merged"), ETag.All),
            new(TableTransactionActionType.UpdateReplace, Entity("replaced"), ETag.All),
            new(TableTransactionActionType.UpsertMerge, Entity("upserted")),
            new(TableTransactionActionType.UpsertReplace, Entity("written")),
            new(TableTransactionActionType.Delete, Entity("deleted")),
        ]);

        var entities = await ReadAsync(table);
        Assert.Equal([204, 204, 204, 204, 204, 204], answer.Value.Select(part => part.Status));
        Assert.Equal(["added", "merged", "replaced", "upserted", "written"], entities.Keys.Order());
        Assert.All(entities.Values, entity => Assert.Equal("näw 'x'", entity.GetString("New")));
        Assert.Equal(["merged"], entities.Values.Where(entity => entity.ContainsKey("Old")).Select(entity => entity.RowKey));
        Assert.Equal(entities["added"].ETag, answer.Value[0].Headers.ETag);
        Assert.Equal(entities["written"].ETag, answer.Value[4].Headers.ETag);
    }

    [Fact]
    public async Task A_stale_version_takes_everything_back_and_is_named()
    {
        await using var table = await TemporaryTable.CreateAsync();
        await table.Client.AddEntityAsync(new TableEntity("p", "old") { ["N"] = 1 });
        var stale = (await table.Client.GetEntityAsync<TableEntity>("p", "old")).Value.ETag;
        await table.Client.UpdateEntityAsync(new TableEntity("p", "old") { ["N"] = 2 }, stale);

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.Client.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Entity("new")),
            new(TableTransactionActionType.UpsertMerge, Entity("other")),
            new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "old") { ["N"] = 3 }, stale),
        ]));

        var entities = await ReadAsync(table);
        Assert.Equal(412, failure.Status);
        Assert.Equal("UpdateConditionNotSatisfied", failure.ErrorCode);
        Assert.Equal(2, failure.FailedTransactionActionIndex);
        Assert.Equal(["old"], entities.Keys);
        Assert.Equal(2, entities["old"].GetInt32("N"));
    }

    [Fact]
    public async Task A_key_that_is_taken_takes_everything_back_and_is_named()
    {
        await using var table = await TemporaryTable.CreateAsync();
        await table.Client.AddEntityAsync(new TableEntity("p", "taken"));

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.Client.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Entity("new")),
            new(TableTransactionActionType.Add, Entity("taken")),
            new(TableTransactionActionType.Add, Entity("newer")),
        ]));

        Assert.Equal(409, failure.Status);
        Assert.Equal("EntityAlreadyExists", failure.ErrorCode);
        Assert.Equal(1, failure.FailedTransactionActionIndex);
        Assert.Equal(["taken"], (await ReadAsync(table)).Keys);
    }

    [Fact]
    public async Task An_update_of_a_missing_entity_is_a_404()
    {
        await using var table = await TemporaryTable.CreateAsync();

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.Client.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Entity("new")),
            new(TableTransactionActionType.UpdateMerge, Entity("missing"), ETag.All),
        ]));

        Assert.Equal(404, failure.Status);
        Assert.Empty(await ReadAsync(table));
    }

    [Fact]
    public async Task A_hundred_actions_fit()
    {
        await using var table = await TemporaryTable.CreateAsync();

        var answer = await table.Client.SubmitTransactionAsync(
            Enumerable.Range(0, 100).Select(i => new TableTransactionAction(TableTransactionActionType.Add, Entity($"{i:000}"))));

        Assert.Equal(100, answer.Value.Count);
        Assert.Equal(100, (await ReadAsync(table)).Count);
    }

    [Fact]
    public async Task An_empty_transaction_is_a_mistake()
    {
        await using var table = await TemporaryTable.CreateAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => table.Client.SubmitTransactionAsync([]));
    }

    private static TableEntity Entity(string key) => new("p", key) { ["New"] = "näw 'x'" };

    private static async Task<Dictionary<string, TableEntity>> ReadAsync(TemporaryTable table)
    {
        var entities = new Dictionary<string, TableEntity>();
        await foreach (var entity in table.Client.QueryAsync<TableEntity>())
            entities.Add(entity.RowKey, entity);
        return entities;
    }
}
