using System.Text;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("""{"a":1,"b":{"a":1}}""")]
    [InlineData("""{"a":1,"A":1}""")]
    [InlineData("""[{"a":1},{"a":2}]""")]
    [InlineData("""{"a":1e999999}""")]
    [InlineData("""{"a":"\ud83d\ude00"}""")]
    [InlineData("1")]
    public void What_can_be_read_in_one_way_is_sound(string json)
    {
        Assert.Equal(JsonValidity.Valid, Look(json));
    }

    [Theory]
    [InlineData("""{"a":1,"a":1}""")]
    [InlineData("""{"a":1,"\u0061":1}""")]
    [InlineData("""{"x":[{"y":{"a":1,"a":2}}]}""")]
    [InlineData("""{"":1,"":1}""")]
    public void A_repeated_name_is_found_at_every_depth_and_in_every_spelling(string json)
    {
        Assert.Equal(JsonValidity.DuplicateNames, Look(json));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":1}{}""")]
    [InlineData("""{"a":01}""")]
    [InlineData("""{'a':1}""")]
    [InlineData("""{"a":NaN}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""{"a":1,"a":"\ud800"}""")]
    [InlineData("/**/{}")]
    [InlineData("\uFEFF\uFEFF{}")]
    public void What_is_no_JSON_or_no_text_is_broken(string json)
    {
        Assert.Equal(JsonValidity.Invalid, Look(json));
    }

    [Fact]
    public void One_byte_order_mark_in_front_is_no_part_of_the_text() => Assert.Equal(JsonValidity.Valid, Look("\uFEFF{}"));

    [Fact]
    public void Bytes_that_are_no_UTF8_are_broken()
    {
        byte[] json = [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Equal(JsonValidity.Invalid, StrictJson.Read(json, out _));
    }

    [Theory]
    [InlineData(32, "Valid")]
    [InlineData(33, "Invalid")]
    [InlineData(15_000, "Invalid")]
    public void Nesting_has_an_end(int depth, string expected)
    {
        Assert.Equal(expected, Look(new string('[', depth) + new string(']', depth)).ToString());
    }

    private static JsonValidity Look(string json) => StrictJson.Read(Encoding.UTF8.GetBytes(json), out _);
}
