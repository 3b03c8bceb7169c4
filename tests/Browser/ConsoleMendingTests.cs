using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Providers;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Browser;

/// <summary>What went wrong, mended at the console, each in a hub of its own.</summary>
[Collection(BrowserTests.Name)]
public sealed class ConsoleMendingTests(BrowserWorld world)
{
    [Fact]
    public async Task A_callback_that_was_refused_for_a_wrong_key_is_replayed_when_the_key_is_right_and_completes_its_order()
    {
        const string Setting = "PaymentHub:Merchants:alpha:Accounts:alpha_usdt:Settings:GatewayPublicKey";
        await using var hub = await ConsoleBench.StartAsync(new() { [Setting] = new TestMerchant("beta").Keys.Gateway.GatewayPublicKey });
        var console = new ConsoleBench(world, hub);
        await (await DepositSteps.PrepareAsync(hub, "usdt_gateway"))();
        await Eventually.TrueAsync(async () => (await hub.VerdictsAsync()).Count == 1, Hub.Patience, "the callback has its verdict");
        await hub.Process.DisposeAsync();
        hub.Set(Setting, hub.Alpha.Keys.Gateway.GatewayPublicKey);
        await hub.BringUpAsync();
        await using var page = await console.OpenAsync(hub.Operator.Key, "/console/waiting/quarantine");
        Assert.Contains("bad_signature", await page.TextAsync("main"), StringComparison.Ordinal);
        await page.FollowAsync("main table a");
        var callback = new Uri(page.Page.Url).AbsolutePath;
        await console.AssertOffersNothingAsync(ConsoleBench.Viewer, "/console/waiting/quarantine", callback);

        await ConsoleBench.DoAsync(page, "replay");

        Assert.Contains("It will be processed again.", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        var webhook = await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        var order = (string)Hub.DataOf(webhook)["id"]!;
        await page.Page.ReloadAsync();
        Assert.Contains("by alice", await page.TextAsync("main"), StringComparison.Ordinal);
        await console.GoAsync(page, $"/console/orders/{order}");
        Assert.Contains("completed", await page.TextAsync(".sum"), StringComparison.Ordinal);
        Assert.Contains(callback.Split('/')[^1], await page.Page.GetContentAsync(), StringComparison.Ordinal);
        await console.GoAsync(page, "/console/waiting/quarantine");
        Assert.Contains("Nothing here. That is good.", await page.TextAsync("main"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1100, false)]
    [InlineData(320, true)]
    public async Task A_dead_letter_is_seen_and_revived_and_the_merchant_is_told(int width, bool dark)
    {
        await using var hub = await ConsoleBench.StartAsync(
            new() { ["OutboxRelaySchedule"] = "* * * * * *", ["PaymentHub:Merchants:alpha:Endpoints:main:Schedule"] = "01:00:00" }
        );
        var console = new ConsoleBench(world, hub);
        var id = await DepositSteps.DeadLetterAsync(hub, "dead");
        await console.AssertOffersNothingAsync(ConsoleBench.Viewer, "/console", "/console/waiting/dead-letters");
        await using var page = await console.OpenAsync(hub.Operator.Key, "/console/waiting/dead-letters", width, dark);
        Assert.Contains(id, await page.TextAsync("main"), StringComparison.Ordinal);
        await page.AssertSoundAsync();

        await ConsoleBench.SendAsync(page, "form[action*=dead-letters]");

        Assert.Contains("Revived: it is due now.", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("by alice", await page.TextAsync(".timeline"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
        Assert.Equal(id, (string?)Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"))["id"]);
        await console.GoAsync(page, "/console/waiting/dead-letters");
        Assert.Contains("Nothing here. That is good.", await page.TextAsync("main"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1100, false)]
    [InlineData(320, true)]
    public async Task A_report_that_has_differences_shows_each_in_a_table(int width, bool dark)
    {
        const string Path = "PaymentHub:Merchants:alpha:Accounts:alpha_list";
        var provider = new ScriptedAccount();
        await using var hub = await ConsoleBench.StartAsync(
            new()
            {
                ["ReconciliationSchedule"] = "* * * * * *",
                [$"{Path}:Provider"] = "scripted",
                [$"{Path}:BaseUrl"] = "http://127.0.0.1:1",
                [$"{Path}:CallbackIds:0"] = "scriptedscriptedscripted",
            },
            services: services => services.AddSingleton<IProvider>(new ScriptedProvider(provider))
        );
        // So long ago that nobody reads it but for a report.
        var noon = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-3).AddHours(12), TimeSpan.Zero);
        provider.Put(Enumerable.Range(1, 3).Select(id => ScriptedAccount.Recharge(700 + id, noon.AddSeconds(id))));
        var (status, started) = await hub.CallAsync(
            hub.Alpha,
            HttpMethod.Post,
            $"/ops/accounts/alpha_list/reports?from={noon.AddDays(-1):yyyy-MM-dd}&to={noon.AddDays(1):yyyy-MM-dd}"
        );
        Assert.Equal(202, status);
        await using var page = await new ConsoleBench(world, hub).OpenAsync(
            hub.Operator.Key,
            $"/console/accounts/alpha_list/reports/{started!["id"]}",
            width,
            dark
        );

        await ConsoleBench.UntilAsync(page, "h3", "the report has differences");

        Assert.Contains("3 differences", await page.TextAsync("h2 .count"), StringComparison.Ordinal);
        var rows = await page.AskAsync<string[]>("[...document.querySelectorAll('h3 + table tbody tr')].map(row => row.innerText)");
        Assert.Equal(3, rows.Length);
        Assert.All(rows, row => Assert.Contains("missing_here", row, StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("701", StringComparison.Ordinal) && row.Contains("10 USDT", StringComparison.Ordinal));
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task Among_more_than_a_hundred_merchants_the_finder_asks_whose_it_is()
    {
        var many = Enumerable.Range(1, 100).ToDictionary(number => $"PaymentHub:Merchants:m{number}:Page:Name", number => (string?)$"Shop {number}");
        await using var hub = await ConsoleBench.StartAsync(many);
        var console = new ConsoleBench(world, hub);
        string[] ids =
        [
            await DepositSteps.MPayAsync(hub, hub.Alpha, "many-1", "payer"),
            await DepositSteps.MPayAsync(hub, hub.Alpha, "many-2", "payer"),
        ];
        await using var page = await console.OpenAsync(hub.Operator.Key, "/console/find?q=many-1");
        Assert.Contains("too many merchants to search them all", await page.TextAsync("main"), StringComparison.Ordinal);
        await page.AssertSoundAsync();

        await page.Page.TypeAsync("#merchant", "alpha");
        await page.FollowAsync("form.fields button");

        Assert.Equal(ids[0], await page.TextAsync("h1"));
        await console.GoAsync(page, "/console/find?q=many-1&merchant=beta");
        Assert.Equal("Nothing has that id", await page.TextAsync("h1"));
        // What says whose it is is found without being asked.
        await console.GoAsync(page, $"/console/find?q={ids[1]}");
        Assert.Equal(ids[1], await page.TextAsync("h1"));
    }
}
