namespace PaymentHub.Tests.Journeys;

/// <summary>What the platform asks without a key.</summary>
public sealed class MerchantApiHealth(MerchantApiWorld world) : IClassFixture<MerchantApiWorld>
{
    [Theory]
    [InlineData("/health/live", "live")]
    [InlineData("/health/ready", "ready")]
    public async Task A_running_app_says_so_without_a_key(string path, string text)
    {
        var answer = await world.SendAsync(HttpMethod.Get, path);

        Assert.Equal((200, "text/plain", text), (answer.Status, answer.MediaType, answer.Text));
    }

    [Fact]
    public async Task Only_an_operator_is_told_how_each_part_is()
    {
        var told = await world.SendAsync(HttpMethod.Get, "/health/ready", $"Bearer {world.Hub.Operator.Key}");
        var others = await world.SendAsync(HttpMethod.Get, "/health/ready", $"Bearer {world.Hub.Alpha.ApiKey}");

        Assert.Equal((200, "ready\ntables: ready\nqueues: ready"), (told.Status, told.Text));
        Assert.Equal((200, "ready"), (others.Status, others.Text));
    }

    [Theory]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("POST", "/v2/deposits")]
    [InlineData("OPTIONS", "/v1/deposits/dep_00000000000000000000000000/nothing")]
    [InlineData("DELETE", "/callbacks")]
    [InlineData("GET", "/ops")]
    [InlineData("GET", "/")]
    [InlineData("PROPFIND", "/x/y/z")]
    public async Task A_path_that_there_is_not_is_a_problem_like_any_other(string method, string path)
    {
        var answer = await world.SendAsync(new HttpMethod(method), path);

        answer.AssertProblem(404, "not_found");
    }

    [Theory]
    [InlineData("POST", "/health/live", "GET, HEAD, OPTIONS")]
    [InlineData("DELETE", "/v1/deposits", "GET, HEAD, POST, OPTIONS")]
    [InlineData("PUT", "/v1/deposits/dep_00000000000000000000000000", "GET, HEAD, OPTIONS")]
    [InlineData("GET", "/v1/deposits/import", "GET, HEAD, POST, OPTIONS", 401)]
    [InlineData("GET", "/callbacks/0123456789012345678901", "POST, OPTIONS")]
    [InlineData("PATCH", "/V1/Withdrawals/", "GET, HEAD, POST, OPTIONS")]
    [InlineData("TRACE", "/ops/queues", "GET, HEAD, OPTIONS")]
    public async Task A_method_that_the_path_does_not_take_is_told_which_it_takes(string method, string path, string allow, int status = 405)
    {
        var answer = await world.SendAsync(new HttpMethod(method), path);

        answer.AssertProblem(status, status == 405 ? "method_not_allowed" : "unauthorized");
        var options = await world.SendAsync(HttpMethod.Options, path);
        Assert.Equal((204, "", allow), (options.Status, options.Text, options.Headers["Allow"]));
        if (status == 405)
            Assert.Equal(allow, answer.Headers["Allow"]);
    }

    [Theory]
    [InlineData("/health/ready", 200)]
    [InlineData("/openapi.yaml", 200)]
    [InlineData("/docs", 200)]
    [InlineData("/v1/accounts", 200)]
    [InlineData("/v1/deposits/dep_00000000000000000000000000", 404)]
    [InlineData("/v1/webhooks/test", 405)]
    public async Task Head_is_get_without_its_body(string path, int status)
    {
        var answer = await world.SendAsync(HttpMethod.Head, path, $"Bearer {world.Hub.Alpha.ApiKey}");

        Assert.Equal((status, ""), (answer.Status, answer.Text));
    }

    /// <summary>Whoever answers: a function, the edge, or what takes the rest.</summary>
    [Theory]
    [InlineData("GET", "/health/live")]
    [InlineData("GET", "/health/ready")]
    [InlineData("HEAD", "/docs")]
    [InlineData("HEAD", "/openapi.yaml")]
    [InlineData("GET", "/ops/openapi.yaml")]
    [InlineData("GET", "/ops/queues")]
    [InlineData("POST", "/v1/deposits/nonsense/cancel")]
    [InlineData("GET", "/v1/accounts")]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("DELETE", "/v1/deposits")]
    [InlineData("OPTIONS", "/v1/deposits")]
    [InlineData("POST", "/callbacks/0123456789012345678901")]
    public async Task Every_answer_has_an_id_of_its_own_and_the_headers_for_browsers(string method, string path)
    {
        var first = await world.SendAsync(new HttpMethod(method), path);
        var second = await world.SendAsync(new HttpMethod(method), path);

        Assert.True(Guid.TryParse(first.Headers["Request-Id"], out _), first.Headers["Request-Id"]);
        Assert.NotEqual(first.Headers["Request-Id"], second.Headers["Request-Id"]);
        Assert.All(
            (string[])["X-Content-Type-Options", "Content-Security-Policy", "X-Frame-Options", "Referrer-Policy", "Cache-Control"],
            name => Assert.Contains(name, first.Headers.Keys)
        );
        if (first.MediaType == "application/problem+json")
            Assert.Equal(first.Headers["Request-Id"], first.Word("request_id"));
    }
}
