using System.Text;
using System.Text.Json;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers;

public sealed class ProviderEnvelopeTests
{
    [Theory]
    [InlineData("""{"code":200,"msg":"操作成功","data":7}""", "7")]
    [InlineData("""{"code":"200","data":{"a":1}}""", """{"a":1}""")]
    public void The_good_code_gives_the_data_whatever_the_words_say(string body, string data)
    {
        var good = Assert.IsType<ProviderResult<JsonElement>.Good>(Read(200, body));

        Assert.Equal(data, good.Value.GetRawText());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public void Another_code_is_a_refusal_with_the_providers_own_words(int status)
    {
        var refused = Assert.IsType<ProviderResult<JsonElement>.Refused>(
            Read(status, """{"code":40012,"msg":"no such user","description":"uuid"}""")
        );

        Assert.Equal(("40012", "no such user: uuid"), (refused.Code, refused.Message));
    }

    [Fact]
    public void Endless_words_are_cut_off()
    {
        var refused = Assert.IsType<ProviderResult<JsonElement>.Refused>(
            Read(200, $$"""{"code":"{{new string('7', 1000)}}","msg":"{{new string('x', 10_000)}}"}""")
        );

        Assert.Equal(65, refused.Code.Length);
        Assert.Equal(501, refused.Message.Length);
    }

    [Theory]
    [InlineData(500, """{"code":200,"data":1}""")]
    [InlineData(503, """{"code":1,"msg":"busy"}""")]
    [InlineData(429, """{"code":1,"msg":"slower"}""")]
    [InlineData(302, """{"code":200,"data":1}""")]
    [InlineData(404, """{"code":200,"data":1}""")]
    [InlineData(404, "<html>")]
    [InlineData(200, "")]
    [InlineData(200, "{")]
    [InlineData(200, "[]")]
    [InlineData(200, """{"data":1}""")]
    [InlineData(200, """{"code":null,"data":1}""")]
    [InlineData(200, """{"code":200,"code":1,"data":1}""")]
    public void What_cannot_be_relied_on_is_no_answer(int status, string body)
    {
        Assert.IsType<ProviderResult<JsonElement>.Unavailable>(Read(status, body));
    }

    private static ProviderResult<JsonElement> Read(int status, string body) =>
        ProviderEnvelope.Read(new ProviderResponse.Complete(status, Encoding.UTF8.GetBytes(body)), "200", "msg", "description");
}
