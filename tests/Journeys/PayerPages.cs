using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Http.Pay;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>Payers' pages over HTTP: who gets what, and with which headers. How they look and behave is seen in a browser.</summary>
public sealed class PayerPages(PayerPagesWorld world) : IClassFixture<PayerPagesWorld>
{
    private static readonly HttpClient Client = new();

    [Fact]
    public async Task A_page_says_to_browsers_what_it_may_load_and_to_nobody_what_it_is()
    {
        var order = await world.DepositAsync("HEAD-1");

        using var answer = await GetAsync((string)order["page_url"]!);
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(("text/html", "utf-8"), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentType.CharSet));
        Assert.Equal(
            $"default-src 'none'; style-src {Hash(html, "style", 0)} {Hash(html, "style", 1)}; script-src {Hash(html, "script", 0)}; img-src 'self' https://shop.example/logo.svg; "
                + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy"))
        );
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("noindex", Assert.Single(answer.Headers.GetValues("X-Robots-Tag")));
        Assert.Equal("Accept-Language", Assert.Single(answer.Headers.Vary));
        Assert.False(answer.Headers.Contains("blazor-enhanced-nav"));
        Assert.All(["payer-7", "HEAD-1", (string)order["id"]!, "alpha", "dep_"], told => Assert.DoesNotContain(told, html, StringComparison.Ordinal));
        Assert.DoesNotMatch(" style=| on[a-z]+=|<link[^>]+http|<script [^>]*src", html);
    }

    [Fact]
    public async Task What_a_merchant_says_of_itself_is_text_on_the_page()
    {
        var order = await world.DepositAsync("TEXT-1");

        using var answer = await GetAsync((string)order["page_url"]!);
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Contains("Gold &amp; &lt;b&gt;Co", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_deposit_has_the_same_page_in_every_answer()
    {
        var created = await world.DepositAsync("SAME-1");
        var (_, found) = await world.Hub.GetAsync(world.Hub.Alpha, $"/v1/deposits/{created["id"]}");
        var (_, list) = await world.Hub.GetAsync(world.Hub.Alpha, "/v1/deposits?customer_id=payer-7");

        Assert.Equal((string)created["page_url"]!, (string)found!["page_url"]!);
        Assert.Contains((string)created["page_url"]!, list!["data"]!.AsArray().Select(one => (string)one!["page_url"]!));
        Assert.Equal((string)created["page_url"]! + "/qr.svg", (string)created["qr_url"]!);
    }

    [Theory]
    [InlineData("/qr.svg", "image/svg+xml")]
    [InlineData("/qr.png", "image/png")]
    public async Task A_code_may_be_kept_by_its_browser_and_by_nobody_else(string path, string mediaType)
    {
        var order = await world.DepositAsync("CODE-1");

        using var answer = await GetAsync((string)order["page_url"]! + path);

        Assert.Equal((HttpStatusCode.OK, mediaType), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal("max-age=3600, private", answer.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task The_state_is_literally_this()
    {
        var order = await world.DepositAsync("STATE-1");

        var before = await StateAsync(order);
        await world.Hub.Sandbox.MPay.PayAsync((string)order["id"]!);
        await Eventually.TrueAsync(async () => (bool)(await StateAsync(order))["final"]!, Hub.Patience, "the payment is final");
        var after = await StateAsync(order);

        Assert.Equal(
            ("waiting", false, "88", "CNY"),
            ((string?)before["state"], (bool)before["final"]!, (string?)before["missing"], (string?)before["currency"])
        );
        Assert.Equal(("paid", "88", null), ((string?)after["state"], (string?)after["received"], after["missing"]));
        Assert.NotEqual((string?)before["revision"], (string?)after["revision"]);
        Assert.Equal(["state", "final", "received", "currency", "expires_at", "revision"], after.AsObject().Select(member => member.Key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/state")]
    [InlineData("/qr.svg")]
    [InlineData("/qr.png")]
    public async Task A_token_that_is_forged_shows_nothing(string path)
    {
        var url = (string)(await world.DepositAsync("FORGED-1"))["page_url"]!;
        var last = url[^1] == 'A' ? 'B' : 'A';

        foreach (
            var forged in new[]
            {
                url[..^9] + "AAAAAAAA" + last,
                url[..^4],
                url + "AAAA",
                new Uri(world.Hub.Address, "/pay/dep_332rk2xbvqsx9wq06vyvf7v6b4").AbsoluteUri,
            }
        )
        {
            using var answer = await GetAsync(forged + path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal(path.Length == 0 ? "text/html" : "application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        }
    }

    [Theory]
    [InlineData("since=abc")]
    [InlineData("since=-1")]
    [InlineData("since=99999999999999999999999")]
    [InlineData("since=99999999999999")]
    [InlineData("since=1&since=2")]
    [InlineData("lang=%3Cscript%3E")]
    [InlineData("lang=")]
    public async Task A_page_is_shown_whatever_its_query_says(string query)
    {
        var order = await world.DepositAsync("QUERY-1");

        using var page = await GetAsync($"{order["page_url"]}?{query}");
        using var state = await GetAsync($"{order["page_url"]}/state?{query}");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (page.StatusCode, state.StatusCode));
        Assert.DoesNotContain("<script>alert", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_s_page_tells_of_its_own_payments_and_of_no_other_customer_s()
    {
        var mine = await world.AddressPageAsync("payer-8");
        var other = await world.AddressPageAsync("payer-9");

        await world.Hub.Sandbox.Gateway.PayAsync(
            new()
            {
                Account = "alpha",
                Identify = "payer-8",
                Amount = "3",
            }
        );
        await Eventually.TrueAsync(async () => (string?)(await StateAsync(mine))["state"] == "paid", Hub.Patience, "the payment is told");

        Assert.Equal("waiting", (string?)(await StateAsync(other))["state"]);
        Assert.Equal(
            "waiting",
            (string?)(await StateAsync(mine, $"?since={TimeProvider.System.GetUtcNow().AddMinutes(1).ToUnixTimeMilliseconds()}"))["state"]
        );
        Assert.Equal("paid", (string?)(await StateAsync(mine, "?since=1"))["state"]);
    }

    [Fact]
    public async Task A_page_that_is_asked_for_too_often_says_when_to_ask_again_and_no_other_page_does()
    {
        var busy = (string)(await world.DepositAsync("BUSY-1"))["page_url"]!;
        var other = (string)(await world.DepositAsync("BUSY-2"))["page_url"]!;

        var statuses = new List<HttpStatusCode>();
        while (statuses.Count < 5 * PayerLimits.Burst && !statuses.Contains(HttpStatusCode.TooManyRequests))
        {
            statuses.AddRange(
                await Task.WhenAll(
                    Enumerable
                        .Range(0, 20)
                        .Select(async _ =>
                        {
                            using var answer = await GetAsync(busy + "/state");
                            Assert.Equal(answer.StatusCode == HttpStatusCode.TooManyRequests, answer.Headers.RetryAfter is not null);
                            return answer.StatusCode;
                        })
                )
            );
        }

        using var calm = await GetAsync(other);

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.OK, calm.StatusCode);
    }

    [Fact]
    public async Task Without_a_master_key_there_are_no_pages_and_the_log_says_why_once()
    {
        await using var hub = await Hub.StartAsync();
        var (_, deposit) = await hub.PostAsync(hub.Alpha, "/v1/deposits", DepositSteps.MPayRequest(hub.Alpha, "r", "c", "1"));
        var (_, addresses) = await hub.PostAsync(hub.Alpha, "/v1/deposit-addresses", new { account = hub.Alpha.GatewayAccount, customer_id = "c" });
        var token = new Uri((string)(await world.DepositAsync("OFF-1"))["page_url"]!).AbsolutePath;

        using var first = await Client.GetAsync(new Uri(hub.Address, token));
        using var second = await Client.GetAsync(new Uri(hub.Address, token));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (first.StatusCode, second.StatusCode));
        Assert.Null(deposit!["page_url"]);
        Assert.Null(addresses!["addresses"]![0]!["qr_url"]);
        Assert.Single(hub.Log.Lines, line => line.Contains("PaymentHub__MasterKeys__0 is not set", StringComparison.Ordinal));
    }

    private static async Task<JsonNode> StateAsync(JsonNode order, string query = "") => await StateAsync((string)order["page_url"]!, query);

    private static async Task<JsonNode> StateAsync(string page, string query = "") =>
        JsonNode.Parse(await Client.GetStringAsync(new Uri($"{page}/state{query}")))!;

    private static Task<HttpResponseMessage> GetAsync(string url) => Client.GetAsync(new Uri(url));

    private static string Hash(string html, string tag, int number)
    {
        var text = html.Split($"<{tag}>")[number + 1].Split($"</{tag}>")[0];
        return $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
    }
}
