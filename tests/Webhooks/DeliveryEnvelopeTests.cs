using PaymentHub.Webhooks;

namespace PaymentHub.Tests.Webhooks;

public class DeliveryEnvelopeTests
{
    [Theory]
    [InlineData(7, 3, """{"order":"dep_00000000000000000000000001","endpoint":"main","version":7,"attempt":3,"v":1}""")]
    [InlineData(null, 0, """{"order":"dep_00000000000000000000000001","endpoint":"main","version":null,"attempt":0,"v":1}""")]
    public void A_call_is_this_text_and_arrives_as_it_was_sent(int? version, int attempt, string expected)
    {
        var wakeUp = new DeliveryWakeUp("dep_00000000000000000000000001", "main", version, attempt);

        var message = DeliveryEnvelope.Write(wakeUp).ToString();

        Assert.Equal(expected, message);
        Assert.Equal(wakeUp, DeliveryEnvelope.Parse(message));
    }

    [Fact]
    public void The_outbox_relay_s_call_says_until_when_it_makes_no_other()
    {
        var wakeUp = new DeliveryWakeUp("dep_00000000000000000000000001", "main", null, 0, new DateTimeOffset(2024, 5, 1, 12, 0, 0, TimeSpan.Zero));

        var message = DeliveryEnvelope.Write(wakeUp).ToString();

        Assert.Equal(
            """{"order":"dep_00000000000000000000000001","endpoint":"main","version":null,"attempt":0,"v":1,"held":"2024-05-01T12:00:00+00:00"}""",
            message
        );
        Assert.Equal(wakeUp, DeliveryEnvelope.Parse(message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"order":"dep_00000000000000000000000001"}""")]
    [InlineData("""{"order":null,"endpoint":"main"}""")]
    [InlineData("""{"order":"dep_x","endpoint":"main"}""")]
    [InlineData("""{"order":"dep_00000000000000000000000001|order","endpoint":"main"}""")]
    [InlineData("""{"order":"dep_00000000000000000000000001","endpoint":"main","v":2}""")]
    [InlineData("""{"order":"dep_00000000000000000000000001","endpoint":"main","version":"x"}""")]
    [InlineData("""{"order":"dep_00000000000000000000000001","endpoint":"main","attempt":99999999999}""")]
    [InlineData("""{"order":"dep_00000000000000000000000001","endpoint":"\udc00"}""")]
    [InlineData("dep_00000000000000000000000001")]
    public void What_is_no_message_of_ours_is_a_format_error(string message) => Assert.Throws<FormatException>(() => DeliveryEnvelope.Parse(message));

    [Fact]
    public void A_text_that_is_no_unicode_is_a_format_error() =>
        Assert.Throws<FormatException>(() => DeliveryEnvelope.Parse("""{"order":"a""" + "\ud800" + "\"}"));
}
