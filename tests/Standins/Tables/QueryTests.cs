using Azure;
using Azure.Data.Tables;

namespace PaymentHub.Tests.Standins.Tables;

public sealed class QueryTests
{
    [Fact]
    public async Task A_filter_finds_what_it_names()
    {
        await using var table = await FilledAsync(10);

        var range = await table.Client.QueryAsync<TableEntity>("PartitionKey eq 'p' and RowKey ge '003' and RowKey lt '006'").ToListAsync();
        var properties = await table.Client.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"N gt {7L} and Even eq {true}")).ToListAsync();
        var nothing = await table.Client.QueryAsync<TableEntity>("PartitionKey eq 'other'").ToListAsync();

        Assert.Equal(["003", "004", "005"], range.Select(entity => entity.RowKey));
        Assert.Equal(["008"], properties.Select(entity => entity.RowKey));
        Assert.Empty(nothing);
        Assert.NotEqual(default, range[0].ETag);
        Assert.NotNull(range[0].Timestamp);
    }

    [Fact]
    public async Task A_query_reads_on_over_its_pages()
    {
        await using var table = await FilledAsync(25);

        var pages = await table.Client.QueryAsync<TableEntity>(maxPerPage: 10).AsPages().ToListAsync();
        var all = await table.Client.QueryAsync<TableEntity>(maxPerPage: 10).ToListAsync();

        Assert.Equal([10, 10, 5], pages.Select(page => page.Values.Count));
        Assert.Null(pages[2].ContinuationToken);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"{i:000}"), all.Select(entity => entity.RowKey));
    }

    [Fact]
    public async Task More_than_the_services_thousand_are_read()
    {
        await using var table = await FilledAsync(1100);

        var pages = await table.Client.QueryAsync<TableEntity>().AsPages().ToListAsync();

        Assert.Equal([1000, 100], pages.Select(page => page.Values.Count));
    }

    [Fact]
    public async Task A_page_token_continues_in_another_client()
    {
        await using var table = await FilledAsync(7);
        const string Filter = "N ge 2L";

        var first = await table.Client.QueryAsync<TableEntity>(Filter).AsPages(pageSizeHint: 3).FirstAsync();
        var rest = await table.Client.QueryAsync<TableEntity>(Filter).AsPages(first.ContinuationToken, 10).ToListAsync();

        Assert.Equal(["002", "003", "004"], first.Values.Select(entity => entity.RowKey));
        Assert.Equal(["005", "006"], Assert.Single(rest).Values.Select(entity => entity.RowKey));
    }

    [Fact]
    public async Task A_query_returns_the_selected_properties()
    {
        await using var table = await FilledAsync(1);

        var entity = await table.Client.QueryAsync<TableEntity>(select: ["RowKey", "Even"]).FirstAsync();

        Assert.Equal("000", entity.RowKey);
        Assert.True(entity.GetBoolean("Even"));
        Assert.False(entity.ContainsKey("N"));
    }

    [Fact]
    public async Task A_cancelled_reader_stops()
    {
        await using var table = await FilledAsync(3);
        using var cancellation = new CancellationTokenSource();
        var query = table.Client.QueryAsync<TableEntity>(maxPerPage: 1);
        var seen = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in query.WithCancellation(cancellation.Token))
            {
                seen++;
                await cancellation.CancelAsync();
            }
        });

        Assert.Equal(1, seen);
    }

    [Fact]
    public async Task A_bad_filter_is_a_400()
    {
        await using var table = await FilledAsync(1);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(async () => await table.Client.QueryAsync<TableEntity>("no filter at all").ToListAsync());

        Assert.Equal(400, failure.Status);
    }

    private static async Task<TemporaryTable> FilledAsync(int count)
    {
        var table = await TemporaryTable.CreateAsync();
        var entities = Enumerable.Range(0, count).Select(i => new TableEntity("p", $"{i:000}") { ["N"] = (long)i, ["Even"] = i % 2 == 0 });
        foreach (var chunk in entities.Chunk(100))
            await table.Client.SubmitTransactionAsync(chunk.Select(entity => new TableTransactionAction(TableTransactionActionType.Add, entity)));
        return table;
    }
}
