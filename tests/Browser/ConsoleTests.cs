using System.Net;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Browser;

/// <summary>The operators' console: in a real browser, and as somebody who means no good.</summary>
[Collection(BrowserTests.Name)]
public sealed class ConsoleTests(BrowserWorld world)
{
    private Hub Hub => world.Hub;

    [Theory]
    [InlineData(1100, false)]
    [InlineData(320, true)]
    public async Task An_operator_signs_in_and_sees_what_needs_a_person(int width, bool dark)
    {
        var id = await ReviewAsync($"console-{width}");
        await using var page = await BrowserPage.OpenAsync(world.Browser, new Uri(Hub.Address, "/console"), width, dark);
        await page.AssertSoundAsync();

        await SignInAsync(page, world.OperatorKey);

        Assert.Contains(id, await page.TextAsync("main"), StringComparison.Ordinal);
        Assert.Contains("amount_mismatch", await page.TextAsync("main"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task An_order_is_found_by_each_of_its_ids()
    {
        var order = await world.MPayAsync("console-find");
        var id = (string)order["id"]!;
        await using var page = await OpenAsync(world.OperatorKey);

        foreach (var text in new[] { id, $"evt_{id}_1", "console-find" })
        {
            await page.Page.TypeAsync("#q", text);
            await page.FollowAsync(".find button");
            Assert.Equal(id, await page.TextAsync("h1"));
            await page.Page.EvaluateExpressionAsync("document.querySelector('#q').value = ''");
        }

        await page.AssertSoundAsync();
        await page.Page.TypeAsync("#q", "nothing-has-this");
        await page.FollowAsync(".find button");
        Assert.Contains("Nothing has that id.", await page.TextAsync("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_resolves_a_review_and_the_merchant_is_told()
    {
        var id = await ReviewAsync("console-resolve");
        await using var page = await OpenAsync(world.OperatorKey, $"/console/orders/{id}");

        await page.Page.ClickAsync("summary");
        await page.Page.SelectAsync("#outcome", "completed");
        await page.Page.TypeAsync("#note", "The shop keeps the rest.");
        await page.AssertSoundAsync();
        await page.FollowAsync("details button");

        Assert.Contains("Resolved.", await page.TextAsync("main"), StringComparison.Ordinal);
        Assert.Contains("alice", await page.TextAsync("main"), StringComparison.Ordinal);
        Assert.Contains("The shop keeps the rest.", await page.TextAsync("main"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
        var (_, order) = await Hub.GetAsync(Hub.Alpha, $"/v1/deposits/{id}");
        Assert.Equal("completed", (string?)order!["status"]);
    }

    [Fact]
    public async Task Who_may_only_look_is_offered_nothing_and_may_do_nothing()
    {
        var id = await ReviewAsync("console-view");
        await using var page = await OpenAsync(world.ViewerKey, $"/console/orders/{id}");

        Assert.Null(await page.Page.QuerySelectorAsync(".actions"));
        var token = await page.AskAsync<string>("document.querySelector('[name=form_token]').value");
        using var client = await ClientAsync(world.ViewerKey);
        using var refused = await PostAsync(client, $"/console/orders/{id}", ("form_token", await TokenAsync(client)), ("action", "refresh"));

        Assert.NotEmpty(token);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_form_of_another_session_or_of_none_does_nothing()
    {
        var id = await ReviewAsync("console-forged");
        using var client = await ClientAsync(world.OperatorKey);
        using var other = await ClientAsync(world.OperatorKey);
        (string, string)[] decision = [("outcome", "completed"), ("note", "mine"), ("version", "1")];

        using var without = await PostAsync(client, $"/console/orders/{id}/resolve", decision);
        using var planted = await PostAsync(client, $"/console/orders/{id}/resolve", [.. decision, ("form_token", await TokenAsync(other))]);
        using var anonymous = await PostAsync(Client(), $"/console/orders/{id}/resolve", [.. decision, ("form_token", await TokenAsync(client))]);

        Assert.Equal(
            (HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized),
            (without.StatusCode, planted.StatusCode, anonymous.StatusCode)
        );
        var (_, order) = await Hub.GetAsync(Hub.Alpha, $"/v1/deposits/{id}");
        Assert.Equal("needs_review", (string?)order!["status"]);
    }

    [Fact]
    public async Task A_session_that_was_planted_is_nobody_s_and_a_new_one_is_made_at_every_sign_in()
    {
        using var first = await ClientAsync(world.OperatorKey);
        using var second = await ClientAsync(world.OperatorKey);
        using var planted = Client();
        planted.DefaultRequestHeaders.Add("Cookie", "paymenthub_console=AAAAAAAAAAAAAAAA");

        using var page = await planted.GetAsync(new Uri(Hub.Address, "/console"));
        using var signedIn = await PostAsync(planted, "/console/sign-in", ("key", world.OperatorKey));
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));

        Assert.Contains("name=\"key\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotEqual(await TokenAsync(first), await TokenAsync(second));
        Assert.StartsWith("paymenthub_console=", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("AAAAAAAAAAAAAAAA", cookie, StringComparison.Ordinal);
        Assert.All(
            ["; path=/console", "; samesite=strict", "; httponly", "; max-age=28800"],
            part => Assert.Contains(part, cookie, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Another_site_signs_nobody_in_and_shows_no_page_in_a_frame()
    {
        using var client = Client();
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");

        using var refused = await PostAsync(client, "/console/sign-in", ("key", world.OperatorKey));

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.False(refused.Headers.Contains("Set-Cookie"));
        Assert.EndsWith(
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            Assert.Single(refused.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_wrong_key_signs_nobody_in()
    {
        await using var page = await BrowserPage.OpenAsync(world.Browser, new Uri(Hub.Address, "/console"));

        await SignInAsync(page, "wrong");

        Assert.Contains("That is no operator's key.", await page.TextAsync("main"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
    }

    private async Task<string> ReviewAsync(string reference)
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

    private async Task<BrowserPage> OpenAsync(string key, string path = "/console")
    {
        var page = await BrowserPage.OpenAsync(world.Browser, new Uri(Hub.Address, "/console"));
        await SignInAsync(page, key);
        await page.Page.GoToAsync(new Uri(Hub.Address, path).AbsoluteUri);
        return page;
    }

    private static async Task SignInAsync(BrowserPage page, string key)
    {
        await page.Page.TypeAsync("#key", key);
        await page.FollowAsync("main button");
    }

    private static HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });

    private async Task<HttpClient> ClientAsync(string key)
    {
        var client = Client();
        using var answer = await PostAsync(client, "/console/sign-in", ("key", key));
        client.DefaultRequestHeaders.Add("Cookie", Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0]);
        return client;
    }

    private async Task<string> TokenAsync(HttpClient client) =>
        (await client.GetStringAsync(new Uri(Hub.Address, "/console"))).Split("name=\"form_token\" value=\"")[1].Split('"')[0];

    private async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await client.PostAsync(new Uri(Hub.Address, path), content);
    }
}
