using System.Globalization;
using System.Net;
using System.Text;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Merchant;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Sandbox;

public sealed class DemoMerchantTests : IAsyncLifetime
{
    private const string Body = """{"type":"deposit.completed"}""";
    private static readonly HttpClient Http = new();
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("twenty four secret bytes");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1723971200);
    private SandboxServer _sandbox = null!;

    public async Task InitializeAsync() =>
        _sandbox = await SandboxServer.StartAsync(
            new()
            {
                Time = new ManualTimeProvider(Now),
                Merchant = new() { Endpoints = [new("shop", ["whsec_" + Convert.ToBase64String(Secret)])] },
            }
        );

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public void The_example_of_the_specification_verifies()
    {
        var headers = new Microsoft.AspNetCore.Http.HeaderDictionary
        {
            ["webhook-id"] = "msg_p5jXN8AQM9LWM0D4loKWxJek",
            ["webhook-timestamp"] = "1614265330",
            ["webhook-signature"] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        };

        var verdict = WebhookVerifier.Verify(
            headers,
            Encoding.UTF8.GetBytes("""{"test": 2432232314}"""),
            ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
            DateTimeOffset.FromUnixTimeSeconds(1614265330),
            TimeSpan.FromMinutes(5)
        );

        Assert.Equal(WebhookVerdict.Verified, verdict);
    }

    [Fact]
    public async Task A_good_webhook_is_kept_as_verified()
    {
        using var answer = await SendAsync(Sign(Secret, Body));

        var received = Assert.Single(_sandbox.Merchant.Received.Items);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(received.Verified);
        Assert.Equal(("evt_1", "shop", Body), (received.Id, received.Endpoint, received.Text));
    }

    [Fact]
    public async Task One_good_signature_among_several_is_enough()
    {
        using var answer = await SendAsync("v1,AAAA v2,whatever " + Sign(Secret, Body));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task An_altered_body_is_refused()
    {
        using var answer = await SendAsync(Sign(Secret, Body + " "));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(WebhookVerdict.BadSignature, Assert.Single(_sandbox.Merchant.Received.Items).Verdict);
    }

    [Fact]
    public async Task A_wrong_secret_is_refused()
    {
        using var answer = await SendAsync(Sign([1, 2, 3], Body));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public async Task A_timestamp_may_be_off_by_five_minutes(int seconds, bool verified)
    {
        var timestamp = Now.AddSeconds(seconds);

        using var answer = await SendAsync(Sign(Secret, Body, timestamp), timestamp);

        Assert.Equal(verified ? WebhookVerdict.Verified : WebhookVerdict.StaleTimestamp, Assert.Single(_sandbox.Merchant.Received.Items).Verdict);
    }

    [Fact]
    public async Task A_webhook_without_a_signature_is_refused()
    {
        using var answer = await SendAsync(signature: null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(WebhookVerdict.MissingHeader, Assert.Single(_sandbox.Merchant.Received.Items).Verdict);
    }

    [Fact]
    public async Task It_answers_the_next_webhooks_as_it_is_told()
    {
        _sandbox.Merchant.FailNext(1);
        _sandbox.Merchant.AnswerNext(new() { Status = 429, RetryAfter = "7" });
        _sandbox.Merchant.AnswerNext(new() { Break = true });
        _sandbox.Merchant.AnswerNext(new() { Status = 410 });

        using var failed = await SendAsync(Sign(Secret, Body));
        using var limited = await SendAsync(Sign(Secret, Body));
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(Sign(Secret, Body)));
        using var gone = await SendAsync(Sign(Secret, Body));
        using var usual = await SendAsync(Sign(Secret, Body));

        Assert.Equal([500, 429, 0, 410, 200], _sandbox.Merchant.Received.Items.Select(one => one.Answered));
        Assert.Equal("7", limited.Headers.RetryAfter!.ToString());
        Assert.All(_sandbox.Merchant.Received.Items, one => Assert.True(one.Verified));
    }

    [Fact]
    public async Task Waiting_ends_when_the_webhook_comes()
    {
        var waiting = _sandbox.Merchant.WaitForAsync(one => one.Id == "evt_1", TimeSpan.FromSeconds(20));
        var early = waiting.IsCompleted;

        using var answer = await SendAsync(Sign(Secret, Body));

        Assert.False(early);
        Assert.Equal("evt_1", (await waiting).Id);
        await Assert.ThrowsAsync<TimeoutException>(() => _sandbox.Merchant.WaitForAsync(one => one.Id == "evt_2", TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    public async Task The_list_tells_what_was_received()
    {
        using var answer = await SendAsync(Sign(Secret, Body));

        var list = await Http.GetStringAsync(_sandbox.BaseUrl + "/merchant/webhooks/shop");

        Assert.Contains("\"id\":\"evt_1\",\"verified\":true,\"verdict\":\"verified\",\"answered\":200", list, StringComparison.Ordinal);
    }

    private static string Sign(byte[] secret, string body, DateTimeOffset? at = null) =>
        "v1," + Hmac.Base64(secret, $"evt_1.{(at ?? Now).ToUnixTimeSeconds()}.{body}");

    private async Task<HttpResponseMessage> SendAsync(string? signature, DateTimeOffset? at = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _sandbox.BaseUrl + "/merchant/webhooks/shop");
        request.Content = new StringContent(Body, Encoding.UTF8, "application/json");
        request.Headers.Add("webhook-id", "evt_1");
        request.Headers.Add("webhook-timestamp", (at ?? Now).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (signature is not null)
        {
            request.Headers.Add("webhook-signature", signature);
        }

        return await Http.SendAsync(request);
    }
}
