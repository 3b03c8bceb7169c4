using Azure.Data.Tables;

namespace PaymentHub.Tests.Standins.Tables;

public sealed class FilterTests
{
    [Fact]
    public void Interpolated_values_are_quoted_and_escaped()
    {
        var id = Guid.Parse("c9da6455-213d-42c9-9a79-3e9149a57833");
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(8));
        byte[] bytes = [0x0a, 0xff];

        Assert.Equal("A eq 'O''Brien'", TableClient.CreateQueryFilter($"A eq {"O'Brien"}"));
        Assert.Equal("A eq 7 or A eq 8L or A eq 1.5", TableClient.CreateQueryFilter($"A eq {7} or A eq {8L} or A eq {1.5}"));
        Assert.Equal("A eq true", TableClient.CreateQueryFilter($"A eq {true}"));
        Assert.Equal("A eq guid'c9da6455-213d-42c9-9a79-3e9149a57833'", TableClient.CreateQueryFilter($"A eq {id}"));
        Assert.Equal("A eq datetime'2026-01-01T19:04:05.0000000Z'", TableClient.CreateQueryFilter($"A eq {time}"));
        Assert.Equal("A eq X'0AFF'", TableClient.CreateQueryFilter($"A eq {bytes}"));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {new object()}"));
    }

    [Fact]
    public void A_lambda_says_the_same_as_a_filter()
    {
        var key = "k'";

        Assert.Equal("PartitionKey eq 'k'''", TableClient.CreateQueryFilter<TableEntity>(e => e.PartitionKey == key));
        Assert.Equal("(RowKey ge 'a') and (RowKey lt 'b')", TableClient.CreateQueryFilter<TableEntity>(e => string.CompareOrdinal(e.RowKey, "a") >= 0 && e.RowKey.CompareTo("b") < 0));
        Assert.Equal("(N gt 5) or (not (Flag eq true))", TableClient.CreateQueryFilter<TableEntity>(e => e.GetInt32("N") > 5 || !e.GetBoolean("Flag")!.Value));
        Assert.Equal("N lt 5L", TableClient.CreateQueryFilter<TableEntity>(e => 5L > e.GetInt64("N")));
        Assert.Equal("TableName eq 'orders'", TableServiceClient.CreateQueryFilter(t => t.Name == "orders"));
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter<TableEntity>(e => e.PartitionKey.Length == 3));
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter<TableEntity>(e => e.PartitionKey.StartsWith('x')));
    }
}
