using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Callbacks;
using PaymentHub.Orders;
using PaymentHub.Telemetry;
using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Telemetry;

public sealed class HubTraceTests
{
    private const string Kept = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static readonly string Id = CallbackId.New(DateTimeOffset.UnixEpoch).Text;
    private static readonly string Order = OrderId.OfProvider(OrderKind.Deposit, "shop", "shop_pay", "recharge", "1");

    [Fact]
    public void Work_goes_on_in_the_trace_that_was_kept_with_it()
    {
        using (HubTrace.Begin(NullLogger.Instance, "work", Kept))
            Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", HubTrace.Current, StringComparison.Ordinal);

        Assert.Null(HubTrace.Current);
    }

    /// <summary>A row or a message may have been altered, or be of another release.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-and-more")]
    public void What_is_no_context_begins_a_trace_of_its_own(string? context)
    {
        using var span = HubTrace.Begin(NullLogger.Instance, "work", context);

        Assert.Equal(55, HubTrace.Current?.Length);
        Assert.DoesNotContain("0af7651916cd43dd8448eb211c80319c", HubTrace.Current, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_bear_the_trace_in_which_they_are_written()
    {
        using var span = HubTrace.Begin(NullLogger.Instance, "work", Kept);

        Assert.Equal(HubTrace.Current, CallbackEnvelope.Parse(CallbackEnvelope.KeyOnly(Id, HubTrace.Current).ToString()).Trace);
        Assert.Equal(HubTrace.Current, DeliveryEnvelope.Parse(DeliveryEnvelope.Write(new(Order, "main", 1, 1)).ToString()).Trace);
        Assert.Equal(HubTrace.Current, ActionEnvelope.Parse(ActionEnvelope.Write(new(Order, ActionKind.Poll, null)).ToString()).Trace);
    }

    /// <summary>What waits for its turn is called for again in the middle of another order's delivery.</summary>
    [Fact]
    public void A_message_that_has_a_trace_keeps_it()
    {
        using var other = new Activity("another's").Start();

        Assert.Equal(Kept, DeliveryEnvelope.Parse(DeliveryEnvelope.Write(new(Order, "main", 1, 1) { Trace = Kept }).ToString()).Trace);
        Assert.Equal(Kept, ActionEnvelope.Parse(ActionEnvelope.Write(new(Order, ActionKind.Poll, null) { Trace = Kept }).ToString()).Trace);
    }

    [Fact]
    public void Messages_from_before_there_were_traces_are_read()
    {
        Assert.Null(CallbackEnvelope.Parse($$"""{"v":1,"id":"{{Id}}"}""").Trace);
        Assert.Null(DeliveryEnvelope.Parse($$"""{"order":"{{Order}}","endpoint":"main","version":1,"attempt":1,"v":1}""").Trace);
        Assert.Null(ActionEnvelope.Parse($$"""{"order":"{{Order}}","what":"poll","due":null,"v":1}""").Trace);
    }

    [Fact]
    public void An_event_tells_when_the_callback_came_that_caused_it()
    {
        var stored = new StoredEvent(
            Order,
            1,
            "deposit.completed",
            "{}",
            $"{StoredEvent.Callback}20240501100000250{new string('a', 32)}/x",
            DateTimeOffset.UnixEpoch
        );

        Assert.Equal(new DateTimeOffset(2024, 5, 1, 10, 0, 0, 250, TimeSpan.Zero), stored.ReceivedAt);
        Assert.Null((stored with { Source = "refresh/20240501100000250" }).ReceivedAt);
        Assert.Null((stored with { Source = "callback/short" }).ReceivedAt);
    }
}
