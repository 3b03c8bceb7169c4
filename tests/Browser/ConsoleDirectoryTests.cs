using System.Net;
using System.Text.Json;
using PaymentHub.Tests.Journeys;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Browser;

/// <summary>The directory at the console: a merchant from nothing to its first verified webhook, and one as it stands.</summary>
[Collection(BrowserTests.Name)]
public sealed class ConsoleDirectoryTests(BrowserWorld world)
{
    private static readonly TestMerchant Gamma = new("gamma");

    [Fact]
    public async Task A_merchant_is_taken_on_paid_for_told_and_disabled()
    {
        await using var hub = await StartAsync();
        var console = new ConsoleBench(world, hub);
        await using var page = await console.OpenAsync(hub.Operator.Key, "/console/merchants");
        await ConsoleBench.SendAsync(page, "form:has(#document-merchants)");
        Assert.Contains("merchant.created", await page.TextAsync("dl"), StringComparison.Ordinal);

        await PlanAsync(
            page,
            new
            {
                id = "Gamma!",
                name = "Gamma Ltd",
                nme = 1,
            }
        );
        var mistakes = await page.TextAsync("[role=alert]");
        Assert.Contains("nme There is no such field here.", mistakes, StringComparison.Ordinal);
        Assert.Null(await page.Page.QuerySelectorAsync("button[value=apply]"));
        await page.AssertSoundAsync();
        await PlanAsync(page, new { id = "Gamma!" });
        Assert.Contains("id It must be at most 32 lower-case letters", await page.TextAsync("[role=alert]"), StringComparison.Ordinal);
        await PlanAsync(page, new { id = "gamma", name = "Gamma <b>Ltd</b>" });
        await page.AssertSoundAsync();
        Assert.Equal(404, (await hub.GetAsync(hub.Alpha, "/ops/merchants/gamma")).Status);
        await page.FollowAsync("button[value=apply]");
        Assert.Contains("Added.", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("Gamma <b>Ltd</b>", await page.TextAsync("h1"), StringComparison.Ordinal);
        await page.AssertSoundAsync();

        await ConsoleBench.SendAsync(page, "form:has(#document-accounts)");
        Assert.Contains("settings.api_key", await page.TextAsync("[role=alert]"), StringComparison.Ordinal);
        await PlanAsync(page, Gamma.MPayDocument(hub.Sandbox.BaseUrl));
        Assert.Contains("sealed, never shown again", await page.TextAsync("dl"), StringComparison.Ordinal);
        Assert.DoesNotContain(Gamma.Keys.MPay.Md5Key, await page.TextAsync("dl"), StringComparison.Ordinal);
        var callbacks = await ApplyAsync(page);
        Assert.StartsWith($"{hub.Address.GetLeftPart(UriPartial.Authority)}/callbacks/", callbacks, StringComparison.Ordinal);
        var endpoint = await MakeAsync(
            console,
            page,
            "endpoints",
            new
            {
                id = "main",
                url = $"{hub.Sandbox.BaseUrl}/merchant/webhooks/gamma",
                allow_local = true,
            }
        );
        hub.Sandbox.Merchant.SetEndpoint(new("gamma", [endpoint]));
        var key = await MakeAsync(console, page, "api-keys", new { owner = "shop", roles = (string[])["read", "deposits"] });
        await page.Page.ClickAsync("#copy");
        await page.SaysAsync("#copied", "Copied");
        await page.AssertSoundAsync();

        var id = await DepositAsync(hub, key);
        await hub.Sandbox.MPay.PayAsync(id);
        var webhook = await hub.WebhookAsync(Gamma, "deposit.completed");
        Assert.True(webhook.Verified);
        await console.GoAsync(page, "/console/merchants/gamma");
        var shown = await page.Page.GetContentAsync();
        Assert.All([callbacks, endpoint, key], secret => Assert.DoesNotContain(secret, shown, StringComparison.Ordinal));
        var main = await page.TextAsync("main");
        Assert.All(
            ["merchant.created", "account.created", "endpoint.created", "api_key.created"],
            change => Assert.Contains(change, main, StringComparison.Ordinal)
        );
        Assert.Contains("alice (operator)", main, StringComparison.Ordinal);

        await ConsoleBench.DoAsync(page, "disable");
        Assert.Contains("Disabled", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("merchant.disabled", await page.TextAsync("main"), StringComparison.Ordinal);
        Assert.Equal(401, (await hub.CallAsync(key, HttpMethod.Get, "/v1/deposits")).Status);
        await ConsoleBench.DoAsync(page, "enable");
        Assert.Equal(200, (await hub.CallAsync(key, HttpMethod.Get, "/v1/deposits")).Status);
    }

    [Theory]
    [InlineData(1100, false)]
    [InlineData(320, true)]
    public async Task A_merchant_of_the_directory_is_shown_with_its_history_accounts_endpoints_and_keys(int width, bool dark)
    {
        await using var hub = await StartAsync();
        using var wire = new DirectoryWire(hub);
        await wire.CreateAsync("/ops/merchants", new { id = "gamma", name = "Gamma Ltd" });
        foreach (var account in Onboarding.Accounts(hub))
            await wire.CreateAsync("/ops/merchants/gamma/accounts", account);
        var endpoint = await wire.CreateAsync("/ops/merchants/gamma/endpoints", new { id = "main", url = "https://gamma.example/hooks" });
        var key = await wire.CreateAsync("/ops/merchants/gamma/api-keys", new { owner = "shop", roles = (string[])["read"] });
        await using var page = await new ConsoleBench(world, hub).OpenAsync(hub.Operator.Key, "/console/merchants", width, dark);
        await page.FollowAsync("a[href='/console/merchants/gamma']");

        var main = await page.TextAsync("main");

        Assert.All(
            ["kept in the directory", Gamma.PayProtocolAccount, Gamma.GatewayAccount, Gamma.MPayAccount, "main", "0 of 0", "shop", "api_key.created"],
            part => Assert.Contains(part, main, StringComparison.Ordinal)
        );
        var content = await page.Page.GetContentAsync();
        Assert.All(
            [(string)endpoint["secret"]!, (string)key["key"]!, Gamma.Keys.PayProtocol.ApiSecret, Gamma.Keys.MPay.Md5Key],
            secret => Assert.DoesNotContain(secret, content, StringComparison.Ordinal)
        );
        await page.AssertSoundAsync();
        await page.Page.EvaluateExpressionAsync("document.querySelectorAll('details').forEach(one => { one.open = true; })");
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task Only_who_may_change_the_directory_is_offered_to_and_a_forged_form_changes_nothing()
    {
        await using var hub = await StartAsync();
        using var wire = new DirectoryWire(hub);
        await wire.CreateAsync("/ops/merchants", new { id = "gamma" });
        var console = new ConsoleBench(world, hub);

        await console.AssertOffersNothingAsync(ConsoleBench.Viewer, "/console/merchants", "/console/merchants/gamma", "/console/merchants/alpha");
        await console.AssertOffersNothingAsync(hub.Second.Key, "/console/merchants", "/console/merchants/gamma");
        var key = (string)(await wire.CreateAsync("/ops/merchants/gamma/api-keys", new { owner = "shop", roles = (string[])["read"] }))["id"]!;
        await console.AssertOffersNothingAsync(ConsoleBench.Viewer, $"/console/merchants/gamma/api-keys/{key}");
        await console.AssertOffersNothingAsync(hub.Second.Key, $"/console/merchants/gamma/api-keys/{key}");
        foreach (var path in (string[])["", "/gamma", "/gamma/accounts", "/gamma/endpoints", "/gamma/api-keys", $"/gamma/api-keys/{key}"])
        {
            foreach (var other in (string[])[ConsoleBench.Viewer, hub.Second.Key])
            {
                Assert.Equal(
                    (path, HttpStatusCode.Forbidden),
                    (path, await console.ForgeAsync(other, "/console/merchants" + path, ("action", "apply")))
                );
            }

            using var client = await console.ClientAsync(hub.Operator.Key);
            using var forged = await console.PostAsync(client, "/console/merchants" + path, ("action", "disable"), ("document", "{}"));
            Assert.Equal((path, HttpStatusCode.BadRequest), (path, forged.StatusCode));
        }

        // Of the settings, and none at all.
        Assert.Equal(HttpStatusCode.Conflict, await console.ForgeAsync(hub.Operator.Key, "/console/merchants/alpha", ("action", "disable")));
        Assert.Equal(HttpStatusCode.NotFound, await console.ForgeAsync(hub.Operator.Key, "/console/merchants/nobody", ("action", "disable")));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            await console.ForgeAsync(hub.Operator.Key, "/console/merchants", ("action", "apply"), ("document", new string(' ', 16_385)))
        );
        Assert.Equal(2, (await hub.GetAsync(hub.Alpha, "/ops/merchants/gamma/history")).Body!["data"]!.AsArray().Count);
    }

    private static Task<Hub> StartAsync() =>
        ConsoleBench.StartAsync(options: options =>
            options with
            {
                MPay = options.MPay with { Accounts = [.. options.MPay.Accounts, Gamma.Keys.MPay.ToCredentials(Gamma.Id)] },
            }
        );

    /// <summary>Makes something of the document, on the merchant's page, and returns what is shown this once.</summary>
    private static async Task<string> MakeAsync(ConsoleBench console, BrowserPage page, string kind, object document)
    {
        await console.GoAsync(page, "/console/merchants/gamma");
        await FillAsync(page, $"#document-{kind}", document);
        await ConsoleBench.SendAsync(page, $"form:has(#document-{kind})");
        await page.AssertSoundAsync();
        return await ApplyAsync(page);
    }

    private static async Task<string> ApplyAsync(BrowserPage page)
    {
        await page.FollowAsync("button[value=apply]");
        Assert.Contains("Done:", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
        return await page.AskAsync<string>("document.getElementById('secret').value");
    }

    /// <summary>Corrects the document that is on the page, and has it looked at.</summary>
    private static async Task PlanAsync(BrowserPage page, object document)
    {
        await FillAsync(page, "textarea", document);
        await page.FollowAsync("button[value=plan]");
    }

    private static Task FillAsync(BrowserPage page, string selector, object document) =>
        page.Page.EvaluateFunctionAsync(
            "(selector, text) => { document.querySelector(selector).value = text; }",
            selector,
            JsonSerializer.Serialize(document)
        );

    private static async Task<string> DepositAsync(Hub hub, string key)
    {
        var (status, order) = await hub.CallAsync(key, HttpMethod.Post, "/v1/deposits", DepositSteps.MPayRequest(Gamma, "first", "USER1"));
        Assert.True(status == 201, $"{status} {order}");
        return (string)order!["id"]!;
    }
}
