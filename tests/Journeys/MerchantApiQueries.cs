using System.Text;
using static PaymentHub.Tests.Journeys.MerchantApiProblems;

namespace PaymentHub.Tests.Journeys;

/// <summary>Requests of which something else than the body is wrong.</summary>
public sealed class MerchantApiQueries(MerchantApiWorld world) : IClassFixture<MerchantApiWorld>
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("identity, br")]
    [InlineData("utf-8")]
    public async Task A_body_in_another_coding_is_refused(string coding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(world.Hub.Address, "/v1/deposits"))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Good)),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", coding);

        (await world.SendAsync(request)).AssertProblem(415, "unsupported_media_type");
    }

    [Fact]
    public async Task A_body_that_is_no_UTF8_is_refused()
    {
        var body = Encoding.UTF8.GetBytes(WithText("title", "?"));
        body[Array.IndexOf(body, (byte)'?')] = 0xFF;

        await world.AssertRefusedAsync(body, "title");
        await world.AssertRefusedAsync(Encoding.Unicode.GetBytes(Good), "");
        await world.AssertRefusedAsync([0xFF, 0xFE, 0x00], "");
        await world.AssertRefusedAsync(
            [(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}'],
            "\uFFFD",
            "account",
            "customer_id",
            "reference",
            "amount"
        );
    }

    [Theory]
    [InlineData("", "account", "customer_id")]
    [InlineData("?account=alpha_usdt", "customer_id")]
    [InlineData("?customer_id=USER10001", "account")]
    [InlineData("?account=alpha_usdt&account=alpha_usdt&customer_id=USER10001", "account")]
    [InlineData("?account=alpha_usdt&customer_id=a%27%20or%20%271", "customer_id")]
    [InlineData("?account=alpha_usdt&customer_id=%00", "customer_id")]
    [InlineData("?account=%ff&customer_id=%ff", "account", "customer_id")]
    public async Task A_wrong_query_is_refused(string query, params string[] fields)
    {
        var answer = await world.GetAsync("/v1/deposit-addresses" + query);

        Assert.Equal(fields, answer.AssertProblem(400, "invalid_request").Fields);
    }

    [Theory]
    [InlineData("dep_00000000000000000000000000")]
    [InlineData("dep_0")]
    [InlineData("DEP_00000000000000000000000000")]
    [InlineData("wd_00000000000000000000000000")]
    [InlineData("dep_0000000000000000000000000%7Corder")]
    [InlineData("dep_'%20or%20'1'%20eq%20'1")]
    [InlineData("%ff")]
    public async Task A_deposit_that_does_not_exist_is_not_found(string id) =>
        (await world.GetAsync("/v1/deposits/" + id)).AssertProblem(404, "not_found");

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    [InlineData("application/jsonp")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json; charset=\"windows-1252\"")]
    public async Task Another_content_type_is_refused(string? contentType) =>
        (await world.PostBytesAsync("/v1/deposits", Encoding.UTF8.GetBytes(Good), contentType)).AssertProblem(415, "unsupported_media_type");

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("APPLICATION/JSON")]
    public async Task Parameters_and_case_of_the_content_type_do_not_matter(string contentType) =>
        (await world.PostBytesAsync("/v1/deposits", "{}"u8.ToArray(), contentType)).AssertProblem(400, "invalid_request");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_16_KiB_is_refused_and_one_of_16_KiB_is_read(bool chunked)
    {
        var wrong = WithText("account", "nobody");

        var largest = await world.PostBytesAsync("/v1/deposits", Encoding.UTF8.GetBytes(wrong.PadRight(16_384)), chunked: chunked);
        var larger = await world.PostBytesAsync("/v1/deposits", Encoding.UTF8.GetBytes(wrong.PadRight(16_385)), chunked: chunked);
        var large = await world.PostBytesAsync("/v1/deposits", Encoding.UTF8.GetBytes(wrong.PadRight(17 * 1_024)), chunked: chunked);

        largest.AssertProblem(400, "invalid_request");
        larger.AssertProblem(413, "too_large");
        large.AssertProblem(413, "too_large");
    }

    [Fact]
    public async Task A_problem_is_literally_this()
    {
        var answer = await world.PostBytesAsync("/v1/deposits", Encoding.UTF8.GetBytes(WithText("reference", "a b")));

        Assert.Equal(
            """{"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_request","detail":"The request is invalid; errors lists every wrong field.","errors":[{"field":"reference","message":"It must be 1 to 64 ASCII letters, digits and . _ : @ -"}],"request_id":"ID"}""".Replace(
                "ID",
                answer.Headers["Request-Id"],
                StringComparison.Ordinal
            ),
            answer.Text
        );
    }
}
