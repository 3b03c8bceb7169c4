using System.Net;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Browser;

/// <summary>The operators' console: in a real browser, and as somebody who means no good.</summary>
[Collection(BrowserTests.Name)]
public sealed class ConsoleTests(BrowserWorld world)
{
    private readonly ConsoleBench _console = new(world);

    private Hub Hub => world.Hub;

    [Theory]
    [InlineData(1100, false)]
    [InlineData(320, true)]
    public async Task An_operator_signs_in_and_sees_what_needs_a_person(int width, bool dark)
    {
        var id = await _console.ReviewAsync($"console-{width}");
        await using var page = await BrowserPage.OpenAsync(world.Browser, new Uri(Hub.Address, "/console"), width, dark);
        await page.AssertSoundAsync();

        await ConsoleBench.SignInAsync(page, world.OperatorKey);

        Assert.Contains(id, await page.TextAsync("main"), StringComparison.Ordinal);
        Assert.Contains("amount_mismatch", await page.TextAsync("main"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task A_form_of_another_session_or_of_none_does_nothing()
    {
        var id = await _console.ReviewAsync("console-forged");
        using var client = await _console.ClientAsync(world.OperatorKey);
        using var other = await _console.ClientAsync(world.OperatorKey);
        (string, string)[] decision = [("outcome", "completed"), ("note", "mine"), ("version", "1")];

        using var without = await _console.PostAsync(client, $"/console/orders/{id}/resolve", decision);
        using var planted = await _console.PostAsync(
            client,
            $"/console/orders/{id}/resolve",
            [.. decision, ("form_token", await _console.TokenAsync(other))]
        );
        using var anonymous = await _console.PostAsync(
            ConsoleBench.Client(),
            $"/console/orders/{id}/resolve",
            [.. decision, ("form_token", await _console.TokenAsync(client))]
        );

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
        using var first = await _console.ClientAsync(world.OperatorKey);
        using var second = await _console.ClientAsync(world.OperatorKey);
        using var planted = ConsoleBench.Client();
        planted.DefaultRequestHeaders.Add("Cookie", "paymenthub_console=AAAAAAAAAAAAAAAA");

        using var page = await planted.GetAsync(new Uri(Hub.Address, "/console"));
        using var signedIn = await _console.PostAsync(planted, "/console/sign-in", ("key", world.OperatorKey));
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));

        Assert.Contains("name=\"key\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotEqual(await _console.TokenAsync(first), await _console.TokenAsync(second));
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
        using var client = ConsoleBench.Client();
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");

        using var refused = await _console.PostAsync(client, "/console/sign-in", ("key", world.OperatorKey));

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

        await ConsoleBench.SignInAsync(page, "wrong");

        Assert.Contains("This is not an operator's key.", await page.TextAsync("main"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
    }
}
