using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

public class ActionEnvelopeTests
{
    private const string Id = "wd_00000000000000000000000001";

    [Fact]
    public void A_call_is_this_text_and_arrives_as_it_was_sent()
    {
        var wakeUp = new WakeUp(Id, ActionKind.Submit, new DateTimeOffset(2024, 5, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1));

        var message = ActionEnvelope.Write(wakeUp).ToString();

        Assert.Equal($$"""{"order":"{{Id}}","what":"submit","due":"2024-05-01T12:00:00.0000001+00:00","v":1}""", message);
        Assert.Equal(wakeUp, ActionEnvelope.Parse(message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"order":"wd_00000000000000000000000001"}""")]
    [InlineData("""{"order":"wd_00000000000000000000000001","what":"dance"}""")]
    [InlineData("""{"order":"wd_x","what":"ask"}""")]
    [InlineData("""{"order":"wd_00000000000000000000000001","what":"ask","v":2}""")]
    [InlineData("""{"order":"wd_00000000000000000000000001","what":"ask","due":"soon"}""")]
    public void What_is_no_message_of_ours_is_a_format_error(string message) => Assert.Throws<FormatException>(() => ActionEnvelope.Parse(message));

    [Theory]
    [InlineData(0, true, false)]
    [InlineData(1, true, true)]
    [InlineData(0, false, false)]
    public void A_call_for_another_time_is_outdated(int seconds, bool says, bool outdated)
    {
        var noon = new DateTimeOffset(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(
            outdated,
            new WakeUp(Id, ActionKind.Poll, says ? noon.AddSeconds(seconds) : null).IsOutdated(new ScheduledAction(ActionKind.Poll, noon))
        );
    }

    [Fact]
    public void A_call_for_what_is_done_or_a_dead_letter_or_of_another_kind_is_outdated()
    {
        var wakeUp = new WakeUp(Id, ActionKind.Poll, null);
        var action = new ScheduledAction(ActionKind.Poll, default);

        Assert.True(wakeUp.IsOutdated(null));
        Assert.True(wakeUp.IsOutdated(action with { IsDeadLetter = true }));
        Assert.True(wakeUp.IsOutdated(action with { What = ActionKind.Submit }));
    }
}
