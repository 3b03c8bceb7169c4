using System.Net;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Browser;

/// <summary>Orders in the operators' console: finding one, seeing what happened to it, and doing something about it.</summary>
[Collection(BrowserTests.Name)]
public sealed class ConsoleOrderTests(BrowserWorld world)
{
    private readonly ConsoleBench _console = new(world);

    private Hub Hub => world.Hub;

    [Fact]
    public async Task An_order_is_found_by_each_of_its_ids()
    {
        var id = await _console.PaidAsync("console-find");
        var (_, order) = await Hub.GetAsync(Hub.Alpha, $"/v1/deposits/{id}");
        await using var page = await _console.OpenAsync(world.OperatorKey);

        foreach (
            var text in new[]
            {
                id,
                $"evt_{id}_1",
                "console-find",
                (string)order!["provider_order_id"]!,
                (string)order["address"]!,
                (string)order["transaction_id"]!,
            }
        )
        {
            await FindAsync(page, text);
            Assert.Equal((text, id), (text, await page.TextAsync("h1")));
        }

        Assert.EndsWith($"/console/orders/{id}", page.Page.Url, StringComparison.Ordinal);
        await page.AssertSoundAsync();
    }

    [Theory]
    [InlineData(1100, false)]
    [InlineData(320, true)]
    public async Task Several_orders_of_one_name_are_a_list_that_can_be_sent(int width, bool dark)
    {
        var customer = $"many-{width}";
        string[] ids = [await OfCustomerAsync(customer, 1), await OfCustomerAsync(customer, 2)];
        await using var page = await _console.OpenAsync(world.OperatorKey, $"/console/find?q={customer}", width, dark);
        await Eventually.TrueAsync(
            async () =>
            {
                await page.Page.ReloadAsync();
                return ids.All((await page.Page.GetContentAsync()).Contains);
            },
            Hub.Patience,
            "both are listed"
        );

        Assert.StartsWith("2 orders", await page.TextAsync("h1"), StringComparison.Ordinal);
        Assert.Contains("by its customer", await page.TextAsync("main"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task Where_nothing_is_found_the_page_says_what_was_looked_for()
    {
        await using var page = await _console.OpenAsync(world.OperatorKey);

        await FindAsync(page, "nothing <b>has</b> this");

        Assert.Equal("Nothing has that id", await page.TextAsync("h1"));
        Assert.Contains("nothing <b>has</b> this", await page.TextAsync("main"), StringComparison.Ordinal);
        Assert.Contains("a provider's id, an address and a transaction", await page.TextAsync("main"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
    }

    [Theory]
    [InlineData(1100, false)]
    [InlineData(320, true)]
    public async Task Orders_are_listed_by_account_state_and_day(int width, bool dark)
    {
        var id = await _console.PaidAsync($"console-list-{width}");
        var path =
            $"/console/orders?account={Hub.Alpha.PayProtocolAccount}&kind=deposit&status=completed,expired&from={TimeProvider.System.GetUtcNow().AddDays(-1):yyyy-MM-dd}";
        await using var page = await _console.OpenAsync(world.OperatorKey, path, width, dark);
        await Eventually.TrueAsync(
            async () =>
            {
                await page.Page.ReloadAsync();
                return (await page.Page.GetContentAsync()).Contains(id, StringComparison.Ordinal);
            },
            Hub.Patience,
            "the order is listed"
        );

        await page.AssertSoundAsync();
        await _console.GoAsync(page, "/console/orders?account=nobody&from=yesterday");
        Assert.Contains("from:", await page.TextAsync("[role=alert]"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task An_operator_resolves_a_review_and_the_merchant_is_told()
    {
        var id = await _console.ReviewAsync("console-resolve");
        await using var page = await _console.OpenAsync(world.OperatorKey, $"/console/orders/{id}");

        await page.Page.EvaluateExpressionAsync("document.querySelector('#outcome').closest('details').open = true");
        await page.Page.SelectAsync("#outcome", "completed");
        await page.Page.TypeAsync("#note", "The shop keeps the rest.");
        await page.AssertSoundAsync();
        await page.FollowAsync("details[open] button");

        Assert.Contains("Resolved.", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("alice", await page.TextAsync("main"), StringComparison.Ordinal);
        Assert.Contains("The shop keeps the rest.", await page.TextAsync("main"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
        var (_, order) = await Hub.GetAsync(Hub.Alpha, $"/v1/deposits/{id}");
        Assert.Equal("completed", (string?)order!["status"]);
    }

    [Fact]
    public async Task An_event_is_delivered_again_and_its_attempts_are_shown()
    {
        var id = await _console.PaidAsync("console-redeliver");
        await Eventually.TrueAsync(() => Task.FromResult(Received(id) > 0), Hub.Patience, "the merchant is told");
        await using var page = await _console.OpenAsync(world.OperatorKey, $"/console/orders/{id}", 320);
        await page.AssertSoundAsync();
        var before = Received(id);

        await ConsoleBench.SendAsync(page, "form[action$=redeliver]", "The shop\nhad <b>lost</b> it.");

        Assert.Contains("It will be delivered again.", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        var decided = await page.TextAsync("section:has(> h2) table tbody tr");
        Assert.Contains("alice", decided, StringComparison.Ordinal);
        Assert.Contains("redelivered to main", decided, StringComparison.Ordinal);
        Assert.Contains("The shop had <b>lost</b> it.", decided, StringComparison.Ordinal);
        Assert.Contains("“The shop had <b>lost</b> it.”", await page.TextAsync(".timeline"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
        await Eventually.TrueAsync(() => Task.FromResult(Received(id) > before), Hub.Patience, "the merchant is told again");
    }

    [Fact]
    public async Task The_provider_is_asked_and_asked_to_call_back()
    {
        var id = await _console.PaidAsync("console-ask");
        await using var page = await _console.OpenAsync(world.OperatorKey, $"/console/orders/{id}");

        await ConsoleBench.DoAsync(page, "refresh", "The payer calls.");

        Assert.Contains("The provider was asked.", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("application/json", await page.Page.GetContentAsync(), StringComparison.Ordinal);
        await page.AssertSoundAsync();
        await ConsoleBench.DoAsync(page, "notify");
        Assert.Contains("The provider was asked to send its callback again.", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        var (_, order) = await Hub.CallAsync(world.OperatorKey, HttpMethod.Get, $"/ops/orders/{id}");
        Assert.Equal(
            [("refresh", "alice", "The payer calls."), ("notify", "alice", null)],
            order!["decisions"]!.AsArray().Select(one => ((string?)one!["outcome"], (string?)one["by"], (string?)one["note"]))
        );
        // The merchant's own asking is told as what the provider said, if that was news, and costs no row.
        await Hub.PostAsync(Hub.Alpha, $"/v1/deposits/{id}/refresh", new { });
        var (_, after) = await Hub.CallAsync(world.OperatorKey, HttpMethod.Get, $"/ops/orders/{id}");
        Assert.Equal(2, after!["decisions"]!.AsArray().Count);
        Assert.Equal(order["timeline"]!.AsArray().Count, after["timeline"]!.AsArray().Count);
    }

    [Fact]
    public async Task Who_may_only_look_is_offered_nothing_and_may_do_nothing()
    {
        var id = await _console.ReviewAsync("console-view");
        await _console.AssertOffersNothingAsync(
            world.ViewerKey,
            "/console",
            $"/console/orders/{id}",
            $"/console/orders/{id}/decision",
            $"/console/accounts/{Hub.Alpha.PayProtocolAccount}",
            "/console/deposits",
            "/console/merchants",
            "/console/merchants/alpha"
        );
        string[] paths = [$"orders/{id}", $"orders/{id}/resolve", $"orders/{id}/decision", $"orders/{id}/redeliver", "callbacks/1", "dead-letters/1"];
        foreach (var path in paths)
        {
            var status = await _console.ForgeAsync(world.ViewerKey, $"/console/{path}", ("action", "refresh"));
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, status));
        }
    }

    private int Received(string id) => Hub.Sandbox.Merchant.Received.Items.Count(webhook => webhook.Text.Contains(id, StringComparison.Ordinal));

    private async Task<string> OfCustomerAsync(string customer, int number)
    {
        var (status, body) = await Hub.PostAsync(
            Hub.Alpha,
            "/v1/deposits",
            DepositSteps.MPayRequest(Hub.Alpha, $"{customer}-{number}", customer, "20")
        );
        Assert.Equal(201, status);
        return (string)body!["id"]!;
    }

    private static async Task FindAsync(BrowserPage page, string text)
    {
        await page.Page.EvaluateExpressionAsync("document.querySelector('#q').value = ''");
        await page.Page.TypeAsync("#q", text);
        await page.FollowAsync(".find button");
    }
}
