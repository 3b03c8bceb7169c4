using Azure;
using Azure.Data.Tables;

namespace PaymentHub.Tests.Standins.Tables;

public sealed class EntityTests
{
    [Fact]
    public async Task An_added_entity_is_read_with_its_version_and_time()
    {
        await using var table = await TemporaryTable.CreateAsync();

        var added = await table.Client.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = "Grüße" });
        var read = await table.Client.GetEntityAsync<TableEntity>("p", "r");

        Assert.Equal(204, added.Status);
        Assert.Equal("Grüße", read.Value.GetString("Text"));
        Assert.Equal("p", read.Value.PartitionKey);
        Assert.Equal("r", read.Value.RowKey);
        Assert.Equal(added.Headers.ETag, read.Value.ETag);
        Assert.InRange(read.Value.Timestamp!.Value, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5));
    }

    [Fact]
    public async Task A_merge_keeps_what_it_does_not_name_and_a_replacement_does_not()
    {
        await using var table = await TemporaryTable.CreateAsync();
        await table.Client.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 });

        await table.Client.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = 3 });
        var merged = (await table.Client.GetEntityAsync<TableEntity>("p", "r")).Value;
        await table.Client.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = 4 }, TableUpdateMode.Replace);
        var replaced = (await table.Client.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(1, merged.GetInt32("A"));
        Assert.Equal(3, merged.GetInt32("B"));
        Assert.False(replaced.ContainsKey("A"));
        Assert.Equal(4, replaced.GetInt32("B"));
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge)]
    [InlineData(TableUpdateMode.Replace)]
    public async Task An_update_wants_the_version_that_was_read(TableUpdateMode mode)
    {
        await using var table = await TemporaryTable.CreateAsync();
        await table.Client.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });
        var first = (await table.Client.GetEntityAsync<TableEntity>("p", "r")).Value;

        var second = await table.Client.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, first.ETag, mode);
        var stale = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.Client.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 3 }, first.ETag, mode));
        await table.Client.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 4 }, ETag.All, mode);

        Assert.NotEqual(first.ETag, second.Headers.ETag);
        Assert.Equal(412, stale.Status);
        Assert.Equal("UpdateConditionNotSatisfied", stale.ErrorCode);
        Assert.Equal(4, (await table.Client.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("N"));
    }

    [Fact]
    public async Task An_update_without_a_version_is_a_mistake_and_sends_nothing()
    {
        await using var table = await TemporaryTable.CreateAsync();

        await Assert.ThrowsAsync<ArgumentException>("ifMatch", () => table.Client.UpdateEntityAsync(new TableEntity("p", "r"), default));

        Assert.False((await table.Client.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }

    [Fact]
    public async Task A_deletion_wants_its_version_and_a_missing_entity_is_no_error()
    {
        await using var table = await TemporaryTable.CreateAsync();
        await table.Client.AddEntityAsync(new TableEntity("p", "r"));
        var first = (await table.Client.GetEntityAsync<TableEntity>("p", "r")).Value;
        await table.Client.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, first.ETag);

        var stale = await Assert.ThrowsAsync<RequestFailedException>(() => table.Client.DeleteEntityAsync("p", "r", first.ETag));
        var deleted = await table.Client.DeleteEntityAsync(first);
        var again = await table.Client.DeleteEntityAsync("p", "r");

        Assert.Equal(412, stale.Status);
        Assert.Equal(204, deleted.Status);
        Assert.Equal(404, again.Status);
    }

    [Fact]
    public async Task Only_the_selected_properties_are_read()
    {
        await using var table = await TemporaryTable.CreateAsync();
        await table.Client.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 });

        var read = (await table.Client.GetEntityAsync<TableEntity>("p", "r", ["B"])).Value;

        Assert.Equal(2, read.GetInt32("B"));
        Assert.False(read.ContainsKey("A"));
    }

    [Fact]
    public async Task A_missing_entity_is_an_answer_without_a_value_or_a_404()
    {
        await using var table = await TemporaryTable.CreateAsync();

        var missing = await table.Client.GetEntityIfExistsAsync<TableEntity>("p", "r");
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.Client.GetEntityAsync<TableEntity>("p", "r"));

        Assert.False(missing.HasValue);
        Assert.Equal(404, missing.GetRawResponse().Status);
        Assert.Throws<InvalidOperationException>(() => missing.Value);
        Assert.Equal(404, failure.Status);
        Assert.Equal("ResourceNotFound", failure.ErrorCode);
    }

    [Fact]
    public async Task An_existing_entity_is_an_answer_with_a_value()
    {
        await using var table = await TemporaryTable.CreateAsync();
        await table.Client.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 });

        var read = await table.Client.GetEntityIfExistsAsync<TableEntity>("p", "r");

        Assert.True(read.HasValue);
        Assert.Equal(1, read.Value!.GetInt32("A"));
    }

    [Fact]
    public async Task A_second_entity_with_the_same_key_is_a_409()
    {
        await using var table = await TemporaryTable.CreateAsync();
        await table.Client.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 });

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.Client.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }));

        Assert.Equal(409, failure.Status);
        Assert.Equal("EntityAlreadyExists", failure.ErrorCode);
        Assert.Equal(1, (await table.Client.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("A"));
    }
}
