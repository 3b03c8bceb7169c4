using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Sandbox;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Browser;

/// <summary>Operators at the console: in the browser, and by requests that no page of ours makes.</summary>
/// <param name="other">A hub of a test's own; null: the one that all share.</param>
internal sealed partial class ConsoleBench(BrowserWorld world, Hub? other = null)
{
    /// <summary>The key of dave, who may only look, in a hub of a test's own.</summary>
    public const string Viewer = "0123456789012345678901234567890123456789";

    private Hub Hub => other ?? world.Hub;

    /// <summary>A hub of a test's own, whose operators can sign in.</summary>
    public static Task<Hub> StartAsync(
        Dictionary<string, string?>? settings = null,
        Func<SandboxOptions, SandboxOptions>? options = null,
        Action<IServiceCollection>? services = null
    )
    {
        var all = new Dictionary<string, string?>(settings ?? [])
        {
            ["PaymentHub:MasterKeys:0"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["PaymentHub:Operators:dave:Sha256"] = TestOperator.Hash(Viewer),
            ["PaymentHub:Operators:dave:Roles"] = "view",
        };
        return Hub.StartAsync(all, options, services);
    }

    /// <summary>Nothing on these pages does anything, for who may only look.</summary>
    public async Task AssertOffersNothingAsync(string key, params string[] paths)
    {
        await using var page = await OpenAsync(key);
        foreach (var path in paths)
        {
            await GoAsync(page, path);
            Assert.DoesNotContain("/console/sign-in", await page.Page.GetContentAsync(), StringComparison.Ordinal);
            Assert.Equal((path, false), (path, await page.Page.QuerySelectorAsync("main form[method=post]") is not null));
            await page.AssertSoundAsync();
        }
    }

    /// <summary>A deposit that somebody paid too much for, and that a person has to look at.</summary>
    public async Task<string> ReviewAsync(string reference)
    {
        var id = (string)(await world.PaymentOrderAsync(reference))["id"]!;
        await Hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id, "14");
        await Eventually.TrueAsync(
            async () => (string?)(await Hub.GetAsync(Hub.Alpha, $"/v1/deposits/{id}")).Body!["status"] == "needs_review",
            Hub.Patience,
            "the order is in review"
        );
        return id;
    }

    /// <summary>A deposit that was paid, and whose merchant was told.</summary>
    public async Task<string> PaidAsync(string reference)
    {
        var id = (string)(await world.PaymentOrderAsync(reference))["id"]!;
        await Hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id);
        await Eventually.TrueAsync(
            async () => (string?)(await Hub.GetAsync(Hub.Alpha, $"/v1/deposits/{id}")).Body!["status"] == "completed",
            Hub.Patience,
            "the order is completed"
        );
        return id;
    }

    public async Task<BrowserPage> OpenAsync(string key, string path = "/console", int width = 1100, bool dark = false)
    {
        var page = await BrowserPage.OpenAsync(world.Browser, new Uri(Hub.Address, "/console"), width, dark);
        await SignInAsync(page, key);
        await GoAsync(page, path);
        return page;
    }

    public Task GoAsync(BrowserPage page, string path) => page.Page.GoToAsync(new Uri(Hub.Address, path).AbsoluteUri);

    public static async Task SignInAsync(BrowserPage page, string key)
    {
        await page.Page.TypeAsync("#key", key);
        await page.FollowAsync("main button");
    }

    /// <summary>Loads a page again until something is on it.</summary>
    public static Task UntilAsync(BrowserPage page, string selector, string why) =>
        Eventually.TrueAsync(
            async () =>
            {
                await page.Page.ReloadAsync();
                return await page.Page.QuerySelectorAsync(selector) is not null;
            },
            Hub.Patience,
            why
        );

    /// <summary>Unfolds a form by where it leads, and sends it.</summary>
    public static Task SendAsync(BrowserPage page, string form, string? note = null) => SendAsync(page, form, "button", note);

    /// <summary>Unfolds what is to be done, and does it.</summary>
    /// <param name="value">Which action.</param>
    public static Task DoAsync(BrowserPage page, string value, string? note = null)
    {
        var button = $"button[name=action][value={value}]";
        return SendAsync(page, $"form:has({button})", button, note);
    }

    private static async Task SendAsync(BrowserPage page, string form, string button, string? note)
    {
        await page.Page.EvaluateFunctionAsync("selector => { document.querySelector(selector).closest('details').open = true; }", form);
        if (note is not null)
            await page.Page.TypeAsync($"{form} [name=note]", note);
        await page.FollowAsync($"{form} {button}");
    }

    public static HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });

    public async Task<HttpClient> ClientAsync(string key)
    {
        var client = Client();
        using var answer = await PostAsync(client, "/console/sign-in", ("key", key));
        client.DefaultRequestHeaders.Add("Cookie", Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0]);
        return client;
    }

    public async Task<string> TokenAsync(HttpClient client) =>
        FormToken().Match(await client.GetStringAsync(new Uri(Hub.Address, "/console"))).Groups[1].Value;

    public async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await client.PostAsync(new Uri(Hub.Address, path), content);
    }

    /// <summary>What a form of an operator's comes to, sent as no page of theirs would send it.</summary>
    public async Task<HttpStatusCode> ForgeAsync(string key, string path, params (string Name, string Value)[] form)
    {
        using var client = await ClientAsync(key);
        using var answer = await PostAsync(client, path, [.. form, ("form_token", await TokenAsync(client))]);
        return answer.StatusCode;
    }

    [GeneratedRegex("name=\"form_token\" value=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex FormToken();
}
