using System.Net;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Browser;

/// <summary>The console's other pages: the day, accounts, reports, merchants.</summary>
[Collection(BrowserTests.Name)]
public sealed class ConsolePageTests(BrowserWorld world)
{
    private readonly ConsoleBench _console = new(world);

    private Hub Hub => world.Hub;

    [Theory]
    [InlineData(1100, false)]
    [InlineData(320, true)]
    public async Task The_overview_shows_the_day_and_every_number_leads_to_what_it_counts(int width, bool dark)
    {
        var id = await _console.PaidAsync($"day-{width}-{dark}");
        await _console.ReviewAsync($"day-review-{width}-{dark}");
        await using var page = await _console.OpenAsync(world.OperatorKey, "/console", width, dark);
        await Eventually.TrueAsync(
            async () =>
            {
                await page.Page.ReloadAsync();
                return (await page.Page.GetContentAsync()).Contains(id, StringComparison.Ordinal);
            },
            Hub.Patience,
            "its bar is in the chart"
        );

        await page.AssertSoundAsync();
        Assert.Matches(@"^\d+\.\d\d s\s+for half", await page.TextAsync("section:has(svg.chart) .sum"));
        await page.Page.ClickAsync(".sum a[href='#ways']");
        await page.Page.EvaluateExpressionAsync("document.getElementById('ways').open = true");
        Assert.Contains(id, await page.TextAsync("#ways"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
        foreach (var states in (string[])["completed", "completed,failed,needs_review"])
        {
            await _console.GoAsync(page, "/console");
            await page.FollowAsync($"a[href*='account={Hub.Alpha.PayProtocolAccount}'][href*='kind=deposit'][href$='status={states}']");
            Assert.Contains(id, await page.TextAsync("main"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1100, false)]
    [InlineData(320, true)]
    public async Task Every_page_can_be_read_by_everybody(int width, bool dark)
    {
        await using var page = await _console.OpenAsync(world.ViewerKey, "/console", width, dark);

        string[] paths =
        [
            "waiting/reviews",
            "waiting/quarantine",
            "waiting/dead-letters",
            "waiting/failed-webhooks",
            "orders",
            "accounts",
            $"accounts/{Hub.Alpha.PayProtocolAccount}",
            $"accounts/{Hub.Alpha.GatewayAccount}",
            "merchants",
            "merchants/alpha",
            "merchants/nobody",
            "orders/nothing",
            "callbacks/nothing",
            "waiting/nothing",
        ];
        foreach (var path in paths)
        {
            await _console.GoAsync(page, $"/console/{path}");
            Assert.NotEqual("", await page.TextAsync("h1"));
            Assert.Null(await page.Page.QuerySelectorAsync("main form[method=post]"));
            await page.AssertSoundAsync();
        }
    }

    [Fact]
    public async Task A_merchant_s_page_tells_no_secret()
    {
        await using var page = await _console.OpenAsync(world.ViewerKey, "/console/find?q=alpha");

        var content = await page.Page.GetContentAsync();

        Assert.Equal("alpha kept in the settings", await page.TextAsync("h1"));
        Assert.Contains("treasurer", content, StringComparison.Ordinal);
        Assert.All(
            [
                Hub.Alpha.ApiKey,
                world.ApproverKey,
                Hub.Alpha.Keys.WebhookSecret,
                Hub.Alpha.Keys.PayProtocol.ApiSecret,
                Hub.Alpha.CallbackId(Hub.Alpha.PayProtocolAccount),
            ],
            secret => Assert.DoesNotContain(secret, content, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(1100, false)]
    [InlineData(320, true)]
    public async Task A_report_is_asked_for_and_shows_both_sides(int width, bool dark)
    {
        await _console.PaidAsync($"report-{width}");
        await using var page = await _console.OpenAsync(world.OperatorKey, $"/console/accounts/{Hub.Alpha.PayProtocolAccount}", width, dark);

        await StartAsync(page, "reports", "not a day");
        Assert.Contains("from:", await page.TextAsync("[role=alert]"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
        await StartAsync(page, "reports", $"{TimeProvider.System.GetUtcNow().AddDays(-1):yyyy-MM-dd}");
        await Eventually.TrueAsync(
            async () =>
            {
                await page.Page.ReloadAsync();
                return (await page.TextAsync("main")).Contains("At the provider", StringComparison.Ordinal);
            },
            Hub.Patience,
            "the report is there"
        );

        Assert.Contains("completed", await page.TextAsync("main"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task A_back_fill_is_started_and_its_page_shows_how_far_it_is()
    {
        await using var page = await _console.OpenAsync(world.OperatorKey, $"/console/accounts/{Hub.Alpha.PayProtocolAccount}");

        await StartAsync(page, "reconciliations", $"{TimeProvider.System.GetUtcNow().AddDays(-1):yyyy-MM-dd}");

        Assert.Contains("Started.", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("by alice", await page.TextAsync("main"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
        string[] paths = ["reconciliations", "reports"];
        foreach (var path in paths)
        {
            var status = await _console.ForgeAsync(
                world.ViewerKey,
                $"/console/accounts/{Hub.Alpha.PayProtocolAccount}/{path}",
                ("from", "2026-01-01"),
                ("to", "2026-01-02")
            );
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, status));
        }
    }

    [Fact]
    public async Task The_operators_api_is_a_link_for_who_is_signed_in()
    {
        await using var page = await _console.OpenAsync(world.ViewerKey);

        await page.FollowAsync("footer a");

        Assert.StartsWith("openapi:", await page.TextAsync("body"), StringComparison.Ordinal);
        await _console.GoAsync(page, "/docs");
        Assert.DoesNotContain("ops/openapi", await page.Page.GetContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_keyboard_reaches_everything_and_sees_where_it_is()
    {
        var id = await _console.ReviewAsync("console-keys");
        await using var page = await _console.OpenAsync(world.OperatorKey, $"/console/orders/{id}");
        var reached = new List<string>();

        for (var i = 0; i < 60; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            Assert.NotEqual("none", await page.AskAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
            reached.Add(await page.AskAsync<string>("document.activeElement.innerText || document.activeElement.id"));
            if (reached[^1] == "Resolve the review …")
                break;
        }

        Assert.Equal("To the contents", reached[0]);
        Assert.Contains("Accounts", reached);
        Assert.Equal("Resolve the review …", reached[^1]);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("outcome", await page.AskAsync<string>("document.activeElement.id"));
    }

    private static async Task StartAsync(BrowserPage page, string what, string from)
    {
        await page.Page.EvaluateFunctionAsync("id => { document.getElementById(id).closest('details').open = true; }", $"{what}-from");
        await page.Page.TypeAsync($"#{what}-from", from);
        await page.Page.TypeAsync($"#{what}-to", $"{TimeProvider.System.GetUtcNow().AddMinutes(-1):yyyy-MM-dd'T'HH:mm:ss}Z");
        await page.FollowAsync($"form[action$={what}] button");
    }
}
