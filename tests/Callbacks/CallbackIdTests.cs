using PaymentHub.Callbacks;

namespace PaymentHub.Tests.Callbacks;

public class CallbackIdTests
{
    [Fact]
    public void An_id_begins_with_the_time_of_receipt_in_utc()
    {
        var id = CallbackId.New(new DateTimeOffset(2024, 5, 2, 1, 30, 0, 123, TimeSpan.FromHours(8)));

        Assert.StartsWith("20240501173000123", id.Text, StringComparison.Ordinal);
        Assert.Equal("20240501", id.Day);
        Assert.True(CallbackId.IsWellFormed(id.Text));
    }

    [Theory]
    [InlineData("202405011200000000123456789abcdef0123456789abcdef", true)]
    [InlineData("202405011200000000123456789ABCDEF0123456789ABCDEF", false)]
    [InlineData("2024050112000000x0123456789abcdef0123456789abcdef", false)]
    [InlineData("202405011200000000123456789abcdef0123456789abcde|", false)]
    [InlineData("202405011200000000123456789abcdef0123456789abcde", false)]
    [InlineData("٢02405011200000000123456789abcdef0123456789abcdef", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_texts_of_the_form_are_ids(string? text, bool expected) => Assert.Equal(expected, CallbackId.IsWellFormed(text));

    [Fact]
    public void A_callback_prints_neither_its_path_nor_its_body()
    {
        var text = CallbackSamples.Received.ToString();

        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Contains("Body = 7 bytes", text, StringComparison.Ordinal);
    }
}
