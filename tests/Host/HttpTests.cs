using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace FunctionsHost.Tests;

public sealed class HttpTests(SharedProbe shared) : IClassFixture<SharedProbe>
{
    private readonly ProbeHost _probe = shared.Host;

    [Fact]
    public async Task A_request_reaches_its_function_as_it_was_sent()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, _probe.At("/api/echo/a%2Fb/c?x=1&y=%20z"));
        request.Content = new ByteArrayContent([0, 1, 254, 255]) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-probe") } };
        request.Headers.Add("X-Twice", ["one", "two"]);

        var echo = await EchoAsync(request);

        Assert.Equal("PUT", echo.GetProperty("method").GetString());
        Assert.Equal("/api/echo/a%2Fb/c", echo.GetProperty("path").GetString());
        Assert.Equal("?x=1&y=%20z", echo.GetProperty("query").GetString());
        Assert.Equal("AAH+/w==", echo.GetProperty("body").GetString());
        Assert.Equal("application/x-probe", Header(echo, "Content-Type"));
        Assert.Equal("one, two", Header(echo, "X-Twice")!.Replace(",", ", ", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_function_sees_the_address_that_its_caller_used()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _probe.At("/api/echo/x"));
        request.Headers.Host = "pay.example";
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");

        var echo = await EchoAsync(request);

        Assert.Equal("pay.example", echo.GetProperty("host").GetString());
        Assert.Equal("http", echo.GetProperty("scheme").GetString());
        Assert.Equal("127.0.0.1", echo.GetProperty("remote").GetString());
    }

    [Fact]
    public async Task A_caller_cannot_choose_the_invocation()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _probe.At("/api/echo/x"));
        request.Headers.Add("x-ms-invocation-id", "mine");

        var echo = await EchoAsync(request);

        Assert.NotEqual("mine", echo.GetProperty("invocation").GetString());
        Assert.Equal(echo.GetProperty("invocation").GetString(), Header(echo, "x-ms-invocation-id"));
    }

    [Fact]
    public async Task A_large_body_is_handed_over_whole()
    {
        var body = new byte[8 * 1024 * 1024];
        Random.Shared.NextBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, _probe.At("/api/echo/x")) { Content = new ByteArrayContent(body) };

        var echo = await EchoAsync(request);

        Assert.Equal(body, echo.GetProperty("body").GetBytesFromBase64());
    }

    [Theory]
    [InlineData("/api/items", "item none")]
    [InlineData("/api/items/5", "item 5")]
    [InlineData("/API/Items/5/", "item 5")]
    [InlineData("/api/pairs/a%20b/C", "a b|C")]
    [InlineData("/api/queried?color=red&code=key", "red|none")]
    [InlineData("/api/NoRoute", "no route, GET")]
    public async Task Parameters_come_from_the_route_and_the_query(string path, string answer) => Assert.Equal(answer, await _probe.GetAsync(path));

    [Theory]
    [InlineData("GET", "/api/nothing")]
    [InlineData("GET", "/items")]
    [InlineData("GET", "/api/items/abc")]
    [InlineData("POST", "/api/items/5")]
    [InlineData("HEAD", "/api/items/5")]
    [InlineData("OPTIONS", "/api/items/5")]
    [InlineData("GET", "/admin/nothing")]
    public async Task What_no_function_takes_is_not_found(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), _probe.At(path));

        using var answer = await _probe.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(204)]
    [InlineData(404)]
    [InlineData(302)]
    [InlineData(503)]
    public async Task A_functions_own_answer_is_handed_back(int code)
    {
        using var answer = await _probe.Http.GetAsync(_probe.At($"/api/status/{code}"));

        Assert.Equal(code, (int)answer.StatusCode);
        Assert.Equal("yes", answer.Headers.GetValues("X-Probe").Single());
    }

    [Fact]
    public async Task A_function_that_throws_answers_500_and_says_nothing()
    {
        using var answer = await _probe.Http.GetAsync(_probe.At("/api/fails"));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        Assert.Contains(_probe.Log, line => line.Contains("The secret reason.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_function_that_throws_amid_its_answer_breaks_it_off()
    {
        using var answer = await _probe.Http.GetAsync(_probe.At("/api/fails-late"), HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Many_requests_at_once_get_their_own_answers()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => _probe.GetAsync($"/api/pairs/{number}/x")));

        Assert.Equal(Enumerable.Range(0, 200).Select(number => $"{number}|x"), answers);
    }

    [Fact]
    public async Task A_caller_that_goes_away_cancels_its_function()
    {
        using var patience = new CancellationTokenSource();
        var call = _probe.Http.PostAsync(_probe.At("/api/waits/gone"), new StringContent("whole"), patience.Token);
        await _probe.WrittenAsync("waits:gone:whole");

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await _probe.WrittenAsync("cancelled:gone");
    }

    [Fact]
    public async Task The_hosts_own_page_is_at_the_root()
    {
        using var answer = await _probe.Http.GetAsync(_probe.At("/"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Paths_are_in_no_log_of_the_host()
    {
        await _probe.GetAsync("/api/echo/a-secret-in-the-path?and=another-secret");
        await _probe.GetAsync("/api/pairs/third-secret/x");
        using var _ = await _probe.Http.GetAsync(_probe.At("/api/no-such/fourth-secret"));

        Assert.DoesNotContain(
            _probe.Log,
            line => line.Contains("secret-", StringComparison.Ordinal) || line.Contains("-secret", StringComparison.Ordinal)
        );
    }

    private async Task<JsonElement> EchoAsync(HttpRequestMessage request)
    {
        using var answer = await _probe.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }

    private static string? Header(JsonElement echo, string name) =>
        echo.GetProperty("headers").EnumerateObject().FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            is { Value.ValueKind: JsonValueKind.String } header
            ? header.Value.GetString()
            : null;
}
