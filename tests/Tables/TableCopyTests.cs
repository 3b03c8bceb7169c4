using System.IO.Compression;
using Azure.Data.Tables;
using PaymentHub.Storage;
using PaymentHub.Tables;
using PaymentHub.Tests.Local;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Tables;

public sealed class TableCopyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _told = [];

    private DirectoryInfo Folder => new(_folder.Path);

    [Fact]
    public async Task A_deleted_table_is_whole_again_after_an_import()
    {
        await using var hub = await Hub.StartAsync();
        foreach (var provider in (string[])["pay_protocol", "usdt_gateway", "mpay"])
            await (await DepositSteps.PrepareAsync(hub, provider))();
        await Eventually.TrueAsync(
            () => Task.FromResult(hub.Sandbox.Merchant.Received.Items.Count == 3),
            Hub.Patience,
            "three webhooks have arrived"
        );
        await hub.SettleAsync();
        var tables = new TableServiceClient(hub.Storage);
        var before = await ContentAsync(hub);

        await new TableExport(_told.Add).RunAsync(tables, Folder, [], default);
        await tables.DeleteTableAsync(TableNames.Orders);
        await new TableImport(_told.Add).RunAsync(tables, Folder, [], default);

        Assert.Equal(before, await ContentAsync(hub));
        // Of all others nothing was missing.
        Assert.All(
            _told.Where(line => line.Contains("added", StringComparison.Ordinal) && !line.StartsWith("orders", StringComparison.Ordinal)),
            line => Assert.Contains(" 0 rows added", line, StringComparison.Ordinal)
        );
        Assert.Equal(
            TableNames.All.Order(StringComparer.Ordinal),
            _told.Where(line => line.EndsWith("rows", StringComparison.Ordinal)).Select(line => line.Split(':')[0]).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task What_is_there_is_never_replaced_and_what_is_not_is_added_with_its_types()
    {
        var tables = new TableServiceClient(await SharedAzurite.TakeAccountAsync());
        await tables.CreateTableAsync("orders");
        var table = tables.GetTableClient("orders");
        var time = new DateTimeOffset(2024, 5, 1, 10, 0, 0, 250, TimeSpan.Zero);
        for (var i = 0; i < 250; i++)
        {
            await table.AddEntityAsync(
                new TableEntity("b00", $"r{i:000}")
                {
                    ["Text"] = "余 \"quoted\"\nline",
                    ["Number"] = i,
                    ["Long"] = 5_000_000_000L,
                    ["Part"] = 0.1,
                    ["Yes"] = true,
                    ["At"] = time,
                    ["Body"] = new byte[] { 0, 255, (byte)i },
                    ["Id"] = Guid.Empty,
                }
            );
        }

        await new TableExport(_told.Add).RunAsync(tables, Folder, ["orders"], default);
        await table.DeleteEntityAsync("b00", "r007");
        await table.UpsertEntityAsync(new TableEntity("b00", "r008") { ["Number"] = 1_000 }, TableUpdateMode.Replace);

        await new TableImport(_told.Add).RunAsync(tables, Folder, ["orders"], default);

        Assert.Equal(["orders: 250 rows", "orders: 1 rows added, 249 were there"], _told);
        TableEntity row = await table.GetEntityAsync<TableEntity>("b00", "r007");
        Assert.Equal(
            ("余 \"quoted\"\nline", 7, 5_000_000_000L, 0.1, true, time),
            (
                row.GetString("Text"),
                row.GetInt32("Number"),
                row.GetInt64("Long"),
                row.GetDouble("Part"),
                row.GetBoolean("Yes"),
                row.GetDateTimeOffset("At")
            )
        );
        Assert.Equal([0, 255, 7], row.GetBinary("Body"));
        Assert.Equal(Guid.Empty, row.GetGuid("Id"));
        Assert.Equal(1_000, ((TableEntity)await table.GetEntityAsync<TableEntity>("b00", "r008")).GetInt32("Number"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("rows: 1\n")]
    [InlineData("{\"PartitionKey\":\"p\",\"RowKey\":\"r\",\"Columns\":{}}\n")]
    [InlineData("{\"PartitionKey\":\"p\",\"RowKey\":\"r\",\"Columns\":{\"N\":[\"int32\",\"x\"]}}\nrows: 1\n")]
    [InlineData("no row\nrows: 1\n")]
    public async Task Of_a_set_with_a_broken_file_nothing_is_imported(string text)
    {
        var tables = new TableServiceClient(await SharedAzurite.TakeAccountAsync());
        Write("addresses", "{\"PartitionKey\":\"p\",\"RowKey\":\"r\",\"Columns\":{}}\nrows: 1\n");
        Write("orders", text);

        await Assert.ThrowsAsync<FormatException>(() => new TableImport(_told.Add).RunAsync(tables, Folder, [], default));

        Assert.False(await tables.QueryAsync().AnyAsync());
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string table, string text)
    {
        using var file = new StreamWriter(
            new GZipStream(File.Create(Path.Combine(_folder.Path, table + TableExport.Ending)), CompressionLevel.Fastest)
        );
        file.Write(text);
    }

    private static async Task<List<string>> ContentAsync(Hub hub)
    {
        var rows = new List<string>();
        foreach (var name in TableNames.All)
            rows.AddRange((await hub.RowsAsync(name)).Select(row => $"{name} {RowText.Write(row)}"));
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}
