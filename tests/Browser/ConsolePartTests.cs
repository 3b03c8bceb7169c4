using System.Net;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Browser;

/// <summary>What belongs to a merchant of the directory, changed at the console: documents, secrets, keys.</summary>
[Collection(BrowserTests.Name)]
public sealed class ConsolePartTests(BrowserWorld world)
{
    [Theory]
    [InlineData(1100, false)]
    [InlineData(320, true)]
    public async Task An_endpoint_is_replaced_by_YAML_its_secret_is_rotated_and_it_is_deleted(int width, bool dark)
    {
        await using var hub = await ConsoleBench.StartAsync();
        using var wire = new DirectoryWire(hub);
        await wire.CreateAsync("/ops/merchants", new { id = "gamma" });
        var first = (string)
            (await wire.CreateAsync("/ops/merchants/gamma/endpoints", new { id = "main", url = "https://gamma.example/hooks" }))["secret"]!;
        var console = new ConsoleBench(world, hub);
        await using var page = await console.OpenAsync(hub.Operator.Key, "/console/merchants/gamma", width, dark);
        await page.FollowAsync("a[href='/console/merchants/gamma/endpoints/main']");
        Assert.Contains("https://gamma.example/hooks", await page.TextAsync("pre"), StringComparison.Ordinal);
        await page.Page.EvaluateExpressionAsync("document.querySelectorAll('details').forEach(one => { one.open = true; })");
        await page.AssertSoundAsync();

        await page.Page.EvaluateExpressionAsync(
            "document.querySelector('textarea[name=document]').value = 'id: main\\nurl: https://gamma.example/new\\nrate_limit: 5'"
        );
        await ConsoleBench.SendAsync(page, "form:has(#document-endpoints)", "They have moved.");
        Assert.Contains("rate_limit, url", await page.TextAsync("dl"), StringComparison.Ordinal);
        Assert.Contains("They have moved.", await page.TextAsync("dl"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
        await page.FollowAsync("button[value=apply]");
        Assert.Contains("Replaced.", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("https://gamma.example/new", await page.TextAsync("pre"), StringComparison.Ordinal);

        var stale = await page.AskAsync<string>("document.querySelector('input[name=version]').value");
        await ConsoleBench.DoAsync(page, "rotate-secret");
        var second = await page.AskAsync<string>("document.getElementById('secret').value");
        Assert.StartsWith("whsec_", second, StringComparison.Ordinal);
        Assert.NotEqual(first, second);
        await page.AssertSoundAsync();
        // The same form once more, as when somebody loads the answer again: on a version that is no more.
        foreach (var action in (string[])["rotate-secret", "delete"])
        {
            var again = await console.ForgeAsync(
                hub.Operator.Key,
                "/console/merchants/gamma/endpoints/main",
                ("action", action),
                ("version", stale),
                ("note", "again")
            );
            Assert.Equal((action, HttpStatusCode.PreconditionFailed), (action, again));
        }

        await console.GoAsync(page, "/console/merchants/gamma/endpoints/main");
        Assert.DoesNotContain(second, await page.Page.GetContentAsync(), StringComparison.Ordinal);
        Assert.Contains("until", await page.TextAsync("main ul"), StringComparison.Ordinal);
        await ConsoleBench.DoAsync(page, "delete", "It is theirs no more.");
        Assert.Contains("Deleted", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("“It is theirs no more.”", await page.TextAsync("main"), StringComparison.Ordinal);
        Assert.Contains("“They have moved.”", await page.TextAsync("main"), StringComparison.Ordinal);
        var history = (await hub.GetAsync(hub.Alpha, "/ops/merchants/gamma/history")).Body!["data"]!.AsArray();
        Assert.Equal(["It is theirs no more.", null, "They have moved.", null, null], history.Select(change => (string?)change!["note"]));
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task An_account_gets_another_callback_URL_and_its_document_keeps_the_secrets_that_it_does_not_name()
    {
        await using var hub = await ConsoleBench.StartAsync();
        using var wire = new DirectoryWire(hub);
        await wire.CreateAsync("/ops/merchants", new { id = "gamma" });
        var gamma = new TestMerchant("gamma");
        await wire.CreateAsync("/ops/merchants/gamma/accounts", gamma.MPayDocument(hub.Sandbox.BaseUrl));
        var path = $"/console/merchants/gamma/accounts/{gamma.MPayAccount}";
        await using var page = await new ConsoleBench(world, hub).OpenAsync(hub.Operator.Key, path);
        Assert.DoesNotContain(gamma.Keys.MPay.Md5Key, await page.Page.GetContentAsync(), StringComparison.Ordinal);

        await ConsoleBench.SendAsync(page, "form:has(#document-accounts)");
        Assert.Contains("none: all is so already", await page.TextAsync("dl"), StringComparison.Ordinal);
        await page.FollowAsync("button[value=apply]");
        await ConsoleBench.DoAsync(page, "rotate-callback-id", "It was in a log.");

        Assert.Contains("/callbacks/", await page.AskAsync<string>("document.getElementById('secret').value"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
        var changes = (await hub.GetAsync(hub.Alpha, "/ops/merchants/gamma/history")).Body!["data"]!.AsArray();
        Assert.Equal(["account.callback_id_rotated", "account.created", "merchant.created"], changes.Select(change => (string?)change!["what"]));
    }

    [Fact]
    public async Task A_key_whose_form_comes_twice_is_made_once_and_a_key_is_revoked()
    {
        await using var hub = await ConsoleBench.StartAsync();
        using var wire = new DirectoryWire(hub);
        await wire.CreateAsync("/ops/merchants", new { id = "gamma" });
        await using var page = await new ConsoleBench(world, hub).OpenAsync(hub.Operator.Key, "/console/merchants/gamma");
        await ConsoleBench.SendAsync(page, "form:has(#document-api-keys)", "For the shop.");
        await page.FollowAsync("button[value=apply]");
        var key = await page.AskAsync<string>("document.getElementById('secret').value");
        Assert.Equal(200, (await hub.CallAsync(key, HttpMethod.Get, "/v1/deposits")).Status);

        // Which sends the form once more.
        await page.Page.ReloadAsync();

        Assert.Contains("already, and it is not shown again", await page.TextAsync("[role=alert]"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
        var made = Assert.Single((await KeysAsync(hub)))!;
        // What is sent from here on is another key.
        await page.FollowAsync("button[value=plan]");
        await page.FollowAsync("button[value=apply]");
        Assert.Equal(2, (await KeysAsync(hub)).Count);

        await new ConsoleBench(world, hub).GoAsync(page, $"/console/merchants/gamma/api-keys/{made["id"]}");
        await page.AssertSoundAsync();
        await ConsoleBench.DoAsync(page, "revoke", "It was lost.");
        Assert.Contains("Revoked", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("“It was lost.”", await page.TextAsync("main"), StringComparison.Ordinal);
        Assert.Equal(401, (await hub.CallAsync(key, HttpMethod.Get, "/v1/deposits")).Status);
    }

    private static async Task<JsonArray> KeysAsync(Hub hub) =>
        (await hub.GetAsync(hub.Alpha, "/ops/merchants/gamma/api-keys")).Body!["data"]!.AsArray();
}
