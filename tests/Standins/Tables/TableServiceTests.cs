using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Standins.Tables;

public sealed class TableServiceTests
{
    [Fact]
    public async Task A_table_is_created_found_and_deleted()
    {
        var service = new TableServiceClient(await SharedAzurite.ConnectionStringAsync());
        var name = $"t{Guid.NewGuid():N}";

        var created = await service.CreateTableAsync(name);
        var found = await service.QueryAsync(filter: $"TableName eq '{name}'").ToListAsync();
        var deleted = await service.DeleteTableAsync(name);
        var again = await service.DeleteTableAsync(name);
        var left = await service.QueryAsync(table => table.Name == name).ToListAsync();

        Assert.Equal(name, created.Value.Name);
        Assert.Equal([name], found.Select(table => table.Name));
        Assert.Equal(204, deleted.Status);
        Assert.Equal(404, again.Status);
        Assert.Empty(left);
    }

    [Fact]
    public async Task Tables_are_listed_over_pages()
    {
        var service = new TableServiceClient(await SharedAzurite.ConnectionStringAsync());
        await using var first = await TemporaryTable.CreateAsync();
        await using var second = await TemporaryTable.CreateAsync();
        await using var third = await TemporaryTable.CreateAsync();
        string[] names = [first.Client.Name, second.Client.Name, third.Client.Name];
        var filter = string.Join(" or ", names.Select(name => $"TableName eq '{name}'"));

        var pages = await service.QueryAsync(filter, maxPerPage: 2).AsPages().ToListAsync();

        Assert.True(pages.Count > 1);
        Assert.Equal(names.Order(), pages.SelectMany(page => page.Values).Select(table => table.Name).Order());
    }

    [Fact]
    public async Task A_second_creation_is_a_409_unless_it_was_asked_for()
    {
        var service = new TableServiceClient(await SharedAzurite.ConnectionStringAsync());
        await using var table = await TemporaryTable.CreateAsync();

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => service.CreateTableAsync(table.Client.Name));
        var answer = await service.CreateTableIfNotExistsAsync(table.Client.Name);

        Assert.Equal(409, failure.Status);
        Assert.True(failure.ErrorCode == TableErrorCode.TableAlreadyExists);
        Assert.Equal(table.Client.Name, answer.Value.Name);
        Assert.Equal(409, answer.GetRawResponse().Status);
    }

    [Fact]
    public async Task A_table_that_is_still_being_deleted_is_not_taken_for_an_existing_one()
    {
        using var service = new FakeService(FakeService.Answer(409, """{"odata.error":{"code":"TableBeingDeleted","message":{"lang":"en-US","value":"Later."}}}"""));
        var client = new TableServiceClient("AccountName=acc;AccountKey=a2V5", service.Options());

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => client.CreateTableIfNotExistsAsync("orders"));

        Assert.Equal("TableBeingDeleted", failure.ErrorCode);
    }

    [Fact]
    public async Task Work_on_a_missing_table_is_a_404()
    {
        var client = new TableServiceClient(await SharedAzurite.ConnectionStringAsync()).GetTableClient($"t{Guid.NewGuid():N}");

        var add = await Assert.ThrowsAsync<RequestFailedException>(() => client.AddEntityAsync(new TableEntity("p", "r")));
        var query = await Assert.ThrowsAsync<RequestFailedException>(async () => await client.QueryAsync<TableEntity>().ToListAsync());
        var batch = await Assert.ThrowsAnyAsync<RequestFailedException>(
            () => client.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "r"))]));

        Assert.Equal((404, "TableNotFound"), (add.Status, add.ErrorCode));
        Assert.Equal((404, "TableNotFound"), (query.Status, query.ErrorCode));
        Assert.Equal(404, batch.Status);
    }

    [Fact]
    public void An_error_code_compares_with_what_an_exception_holds()
    {
        string? none = null;

        Assert.True("EntityNotFound" == TableErrorCode.EntityNotFound);
        Assert.True(TableErrorCode.EntityNotFound != "TableNotFound");
        Assert.False(none == TableErrorCode.EntityNotFound);
        Assert.Equal("UpdateConditionNotSatisfied", TableErrorCode.UpdateConditionNotSatisfied.ToString());
    }
}
