using System.Text;
using PaymentHub.Callbacks;

namespace PaymentHub.Tests.Callbacks;

public class CallbackEnvelopeTests
{
    private const string Id = "202405011200000000123456789abcdef0123456789abcdef";

    [Fact]
    public void A_callback_arrives_as_it_was_sent()
    {
        var sent = CallbackSamples.Received with
        {
            Callback = CallbackSamples.Callback with { Body = new byte[] { 0, 0xFF, 0x22, 0x7B }, Path = "/callbacks/ü?" },
        };

        var received = CallbackEnvelope.Parse(CallbackEnvelope.Whole(sent).ToString()).Received!;

        Assert.Equal((sent.Id, sent.AccountId, sent.DueAt), (received.Id, received.AccountId, received.DueAt));
        Assert.Equal(sent.Callback.Body.ToArray(), received.Callback.Body.ToArray());
        Assert.Equal(sent.Callback.Headers, received.Callback.Headers);
        Assert.Equal(
            (sent.Callback.ContentType, sent.Callback.Path, sent.Callback.Query, sent.Callback.ReceivedAt),
            (received.Callback.ContentType, received.Callback.Path, received.Callback.Query, received.Callback.ReceivedAt)
        );
    }

    [Theory]
    [InlineData(30_000, true)]
    [InlineData(31_000, false)]
    [InlineData(32 * 1024, false)]
    public void Beyond_40_KiB_a_message_carries_the_key_only(int bytes, bool whole)
    {
        var message = CallbackEnvelope.Whole(CallbackSamples.Received with { Callback = CallbackSamples.Callback with { Body = new byte[bytes] } });

        Assert.InRange(message.ToArray().Length, 1, 40 * 1024);
        Assert.Equal(whole, CallbackEnvelope.Parse(message.ToString()).Received is not null);
        Assert.Equal(Id, CallbackEnvelope.Parse(message.ToString()).Id);
    }

    [Fact]
    public void A_message_says_everything_once() =>
        Assert.Equal(
            """{"v":1,"id":"202405011200000000123456789abcdef0123456789abcdef","account":"shop_pay","body":"eyJhIjoxfQ==","contentType":"application/json","""
                + "\"headers\":{\"x-sign\":\"abc\"},\"path\":\"/callbacks/secret\",\"query\":\"?a=1\",\"receivedAt\":\"2024-05-01T12:00:00+00:00\",\"dueAt\":\"2024-05-01T12:00:00+00:00\"}",
            CallbackEnvelope.Whole(CallbackSamples.Received).ToString()
        );

    [Fact]
    public void A_key_is_this_text() => Assert.Equal($$"""{"v":1,"id":"{{Id}}"}""", CallbackEnvelope.KeyOnly(Id, null).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("text")]
    [InlineData("{}")]
    [InlineData("""{"v":1}""")]
    [InlineData("""{"v":1,"id":null}""")]
    [InlineData("""{"v":1,"id":5}""")]
    [InlineData("""{"v":1,"id":"x"}""")]
    [InlineData("""{"v":1,"id":"\ud800"}""")]
    [InlineData("""{"v":1,"id":"20240501120000000|order"}""")]
    [InlineData("""{"v":2,"id":"202405011200000000123456789abcdef0123456789abcdef"}""")]
    [InlineData("""{"v":"one","id":"202405011200000000123456789abcdef0123456789abcdef"}""")]
    [InlineData("""{"v":1e99,"id":"202405011200000000123456789abcdef0123456789abcdef"}""")]
    [InlineData("""{"v":1,"id":"202405011200000000123456789abcdef0123456789abcdef","body":"no base64!"}""")]
    [InlineData("""{"v":1,"id":"202405011200000000123456789abcdef0123456789abcdef","receivedAt":"yesterday"}""")]
    [InlineData("""{"v":1,"id":"202405011200000000123456789abcdef0123456789abcdef","headers":["a"]}""")]
    [InlineData("""{"v":1,"id":"202405011200000000123456789abcdef0123456789abcdef"}{}""")]
    public void What_is_no_message_of_ours_is_a_format_error(string message) => Assert.Throws<FormatException>(() => CallbackEnvelope.Parse(message));

    [Fact]
    public void A_deeply_nested_or_broken_text_is_a_format_error()
    {
        string[] messages =
        [
            new string('[', 10_000),
            """{"v":1,"id":"a""" + "\ud800" + "\"}",
            "\0\0\0",
            Encoding.Latin1.GetString([0xEF, 0xBB, 0xBF]) + "{}",
        ];

        Assert.All(messages, message => Assert.Throws<FormatException>(() => CallbackEnvelope.Parse(message)));
    }
}
