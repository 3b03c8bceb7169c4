using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace PaymentHub.Tests.Standins.Tables;

public sealed class EdmTypeTests
{
    private static readonly Guid Id = Guid.Parse("c9da6455-213d-42c9-9a79-3e9149a57833");
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(8));

    public static TheoryData<object> Values => new(
        "", "text", "line\nend \"quoted\" \\ 支付 €", true, false, 0, -1, int.MaxValue, int.MinValue, 0L, long.MaxValue, long.MinValue,
        0.0, 5.0, -1.5, 0.1, 1e300, double.Epsilon, double.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity, Id, Time.ToUniversalTime());

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_comes_back_with_its_type(object value)
    {
        await using var table = await TemporaryTable.CreateAsync();
        await table.Client.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = value });

        var read = (await table.Client.GetEntityAsync<TableEntity>("p", "r")).Value["Value"];

        Assert.Equal(value, read);
        Assert.IsType(value.GetType(), read);
    }

    [Fact]
    public async Task Bytes_come_back()
    {
        await using var table = await TemporaryTable.CreateAsync();
        byte[] bytes = [0, 1, 127, 128, 255];
        await table.Client.AddEntityAsync(new TableEntity("p", "r") { ["Bytes"] = bytes, ["Data"] = BinaryData.FromBytes(bytes), ["None"] = Array.Empty<byte>() });

        var read = (await table.Client.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(bytes, read.GetBinary("Bytes"));
        Assert.Equal(bytes, read.GetBinary("Data"));
        Assert.Equal(bytes, read.GetBinaryData("Bytes")!.ToArray());
        Assert.Empty(read.GetBinary("None")!);
    }

    [Fact]
    public async Task Times_are_instants_to_a_tenth_of_a_microsecond()
    {
        await using var table = await TemporaryTable.CreateAsync();
        var exact = new DateTime(638_000_000_001_234_567, DateTimeKind.Utc);
        await table.Client.AddEntityAsync(new TableEntity("p", "r") { ["Exact"] = exact, ["Time"] = Time });

        var read = (await table.Client.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(exact, read.GetDateTime("Exact"));
        Assert.Equal(DateTimeKind.Utc, read.GetDateTime("Exact")!.Value.Kind);
        Assert.Equal("2026-01-01T19:04:05.6780000Z", read.GetDateTimeOffset("Time")!.Value.UtcDateTime.ToString("o"));
    }

    [Fact]
    public async Task A_null_is_not_stored()
    {
        await using var table = await TemporaryTable.CreateAsync();
        await table.Client.AddEntityAsync(new TableEntity("p", "r") { ["Null"] = null, ["Text"] = "x" });

        var read = (await table.Client.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.False(read.ContainsKey("Null"));
        Assert.Null(read.GetString("Null"));
        Assert.Null(read.GetInt32("Null"));
    }

    [Fact]
    public async Task A_class_comes_back_with_its_properties()
    {
        await using var table = await TemporaryTable.CreateAsync();
        var row = new Row
        {
            PartitionKey = "p",
            RowKey = "r",
            Text = "x",
            Flag = true,
            Number = 7,
            Long = 1L << 40,
            Double = 5,
            Time = Time,
            Id = Id,
            Bytes = [1, 2],
            State = State.Done,
            Renamed = "n",
            Ignored = "secret",
        };

        await table.Client.AddEntityAsync(row);
        var read = (await table.Client.GetEntityAsync<Row>("p", "r")).Value;
        var raw = (await table.Client.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(("p", "r", "x", true, 7, 1L << 40, 5.0), (read.PartitionKey, read.RowKey, read.Text, read.Flag, read.Number, read.Long, read.Double));
        Assert.Equal((Time, Id, State.Done, "n"), (read.Time, read.Id, read.State, read.Renamed));
        Assert.Equal([1, 2], read.Bytes!);
        Assert.Null(read.Missing);
        Assert.Null(read.Ignored);
        Assert.NotEqual(default, read.ETag);
        Assert.NotNull(read.Timestamp);
        Assert.Equal("Done", raw.GetString("State"));
        Assert.Equal("n", raw.GetString("other_name"));
        Assert.False(raw.ContainsKey("Ignored"));
    }

    [Fact]
    public async Task What_the_service_would_round_or_shift_is_refused()
    {
        await using var table = await TemporaryTable.CreateAsync();

        await Assert.ThrowsAsync<NotSupportedException>(() => table.Client.AddEntityAsync(new TableEntity("p", "r") { ["Amount"] = 1.1m }));
        await Assert.ThrowsAsync<NotSupportedException>(
            () => table.Client.AddEntityAsync(new TableEntity("p", "r") { ["Time"] = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Local) }));

        Assert.False((await table.Client.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }

    [Fact]
    public void A_getter_of_another_type_says_so()
    {
        var entity = new TableEntity("p", "r") { ["Text"] = "x", ["Long"] = 1L };

        Assert.Throws<InvalidOperationException>(() => entity.GetInt32("Text"));
        Assert.Throws<InvalidOperationException>(() => entity.GetString("Long"));
        Assert.Throws<InvalidOperationException>(() => entity["Text"] = 1);
        entity["Long"] = 2;
        Assert.Equal(2L, entity["Long"]);
    }

    private enum State
    {
        Open,
        Done,
    }

    private sealed class Row : ITableEntity
    {
        public string PartitionKey { get; set; } = "";
        public string RowKey { get; set; } = "";
        public DateTimeOffset? Timestamp { get; set; }
        public ETag ETag { get; set; }
        public string? Text { get; set; }
        public string? Missing { get; set; }
        public bool Flag { get; set; }
        public int? Number { get; set; }
        public long Long { get; set; }
        public double Double { get; set; }
        public DateTimeOffset? Time { get; set; }
        public Guid Id { get; set; }
        public byte[]? Bytes { get; set; }
        public State State { get; set; }

        [DataMember(Name = "other_name")]
        public string? Renamed { get; set; }

        [IgnoreDataMember]
        public string? Ignored { get; set; }
    }
}
