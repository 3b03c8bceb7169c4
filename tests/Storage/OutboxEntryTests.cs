using PaymentHub.Storage;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Storage;

public class OutboxEntryTests
{
    private static readonly DateTimeOffset Now = Samples.Noon;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(-5, null)]
    [InlineData(0, null)]
    [InlineData(0.001, 1)]
    [InlineData(1, 1)]
    [InlineData(1.001, 2)]
    [InlineData(59.5, 60)]
    public void A_message_hides_in_whole_seconds_and_never_shows_early(double due, int? seconds) =>
        Assert.Equal(seconds is { } hidden ? TimeSpan.FromSeconds(hidden) : null, OutboxEntry.Hiding(Now.AddSeconds(due), Now));

    [Theory]
    [InlineData(-5, true)]
    [InlineData(60, true)]
    [InlineData(60.001, false)]
    [InlineData(86400, false)]
    public void Only_for_what_is_due_within_a_minute_a_message_is_sent(double due, bool expected) =>
        Assert.Equal(expected, OutboxEntry.HasWakeUp(Now.AddSeconds(due), Now));

    [Theory]
    [InlineData(0, 30)]
    [InlineData(60, 90)]
    [InlineData(61, 61)]
    public void The_outbox_relay_gives_a_message_its_grace_and_wakes_the_rest_on_time(double due, double wake)
    {
        var row = OutboxEntry.Row("b01", "due|x", "webhooks", Now.AddSeconds(due), Now, Grace);

        Assert.Equal(("b01", "due|x", 0), (row.PartitionKey, row.RowKey, row.GetInt32("Wakes")));
        Assert.Equal(Now.AddSeconds(wake), row.GetDateTimeOffset("WakeAt"));
        Assert.Equal("webhooks", row.GetString("Queue"));
    }

    [Fact]
    public void The_outbox_relay_asks_one_bucket_for_one_kind_by_key()
    {
        const string Expected =
            "PartitionKey eq 'b01' and RowKey ge 'due|' and RowKey lt 'due|20240501120000000}' and WakeAt le datetime'2024-05-01T12:00:00Z'";

        Assert.Equal(Expected, OutboxEntry.Late("b01", Keys.Due, Now));
        Assert.Equal(Expected + " and Queue eq 'webhooks'", OutboxEntry.Late("b01", Keys.Due, "webhooks", Now));
    }

    [Fact]
    public void An_outbox_entry_s_key_can_be_taken_apart() =>
        Assert.Equal(
            ["due", "20240501120000000", "dep_00000000000000000000000001", "deliver", "main"],
            OutboxEntry.Parts(Keys.OutboxEntry(Keys.Due, Now, "dep_00000000000000000000000001", Keys.Deliver("main")))
        );
}
