using System.Net;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Browser;

/// <summary>A deposit is entered by hand at the console: it is shown once more before it is done, and awaits a second operator.</summary>
[Collection(BrowserTests.Name)]
public sealed class ConsoleEntryTests(BrowserWorld world)
{
    private readonly ConsoleBench _console = new(world);

    private Hub Hub => world.Hub;

    [Theory]
    [InlineData(1100, false, "a1")]
    [InlineData(320, true, "b2")]
    public async Task A_transaction_that_nothing_has_is_entered_and_awaits_a_second_operator(int width, bool dark, string digits)
    {
        var transaction = string.Concat(Enumerable.Repeat(digits, 32));
        var (_, address, _) = await world.AddressAsync(Hub.Alpha, Hub.Alpha.GatewayAccount, $"entry-{width}");
        await using var page = await _console.OpenAsync(world.OperatorKey, $"/console/find?q={transaction}", width, dark);
        await page.FollowAsync("main a[href^='/console/deposits']");
        await page.AssertSoundAsync();
        foreach (
            var (field, text) in new[]
            {
                ("account", Hub.Alpha.GatewayAccount),
                ("customer_id", $"entry-{width}"),
                ("address", address),
                ("amount", "51.2500001"),
                ("currency", "usdt"),
                ("evidence", "20 confirmations"),
            }
        )
        {
            await page.Page.TypeAsync($"#{field}", text);
        }

        await page.FollowAsync("button[value=check]");
        Assert.Contains("6 decimals", await page.TextAsync("[role=alert]"), StringComparison.Ordinal);
        await page.Page.EvaluateExpressionAsync("document.querySelector('#amount').value = '51.25'");
        await page.FollowAsync("button[value=check]");

        Assert.Equal("Is this right?", await page.TextAsync("h1"));
        Assert.Contains("51.25 USDT", await page.TextAsync("main"), StringComparison.Ordinal);
        Assert.Contains(transaction, await page.TextAsync("main"), StringComparison.Ordinal);
        Assert.Empty((await Hub.GetAsync(Hub.Alpha, $"/v1/deposits?transaction_id={transaction}")).Body!["data"]!.AsArray());
        await page.AssertSoundAsync();
        await page.FollowAsync("button[value=enter]");

        Assert.Contains("a second operator has to approve it", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("alice asks to resolve it as completed", await page.TextAsync(".said.warn"), StringComparison.Ordinal);
        Assert.Contains("20 confirmations", await page.TextAsync("main"), StringComparison.Ordinal);
        await page.AssertSoundAsync();

        await using var second = await _console.OpenAsync(world.SecondKey, new Uri(page.Page.Url).AbsolutePath + "/decision", width, dark);
        Assert.Contains(transaction, await second.TextAsync("main"), StringComparison.Ordinal);
        await second.Page.EvaluateExpressionAsync("document.querySelector('#note').closest('details').open = true");
        await second.Page.TypeAsync("#note", "I have seen it, too.");
        await ConsoleBench.DoAsync(second, "approve");
        Assert.Contains("It can be completed from", await second.TextAsync("[role=alert]"), StringComparison.Ordinal);
        await second.AssertSoundAsync();
    }

    [Fact]
    public async Task Who_may_only_look_can_enter_nothing()
    {
        await using var page = await _console.OpenAsync(world.ViewerKey, "/console/deposits");
        Assert.Null(await page.Page.QuerySelectorAsync("main form"));
        await page.AssertSoundAsync();

        Assert.Equal(HttpStatusCode.Forbidden, await _console.ForgeAsync(world.ViewerKey, "/console/deposits", ("action", "enter")));
        Assert.Equal(HttpStatusCode.BadRequest, await _console.ForgeAsync(world.OperatorKey, "/console/deposits", ("action", "enter")));
    }
}
