using System.Net;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Browser;

/// <summary>What takes two operators, and what becomes of callbacks in quarantine, at the console.</summary>
[Collection(BrowserTests.Name)]
public sealed class ConsoleDecisionTests(BrowserWorld world)
{
    private readonly ConsoleBench _console = new(world);

    private Hub Hub => world.Hub;

    [Theory]
    [InlineData(1100, false)]
    [InlineData(320, true)]
    public async Task A_second_operator_sees_what_is_awaited_and_approves_it(int width, bool dark)
    {
        var id = await DoubtfulAsync($"second-{width}");
        await AskAsync(id);
        await using var own = await _console.OpenAsync(world.OperatorKey, $"/console/orders/{id}/decision");
        Assert.Null(await own.Page.QuerySelectorAsync("button[value=approve]"));
        Assert.Contains("somebody else has to approve", await own.TextAsync(".actions"), StringComparison.Ordinal);
        await own.AssertSoundAsync();
        await _console.AssertOffersNothingAsync(world.ViewerKey, $"/console/orders/{id}/decision");

        await using var page = await _console.OpenAsync(world.SecondKey, $"/console/orders/{id}", width, dark);
        Assert.Contains("alice asks to resolve it as completed", await page.TextAsync(".said.warn"), StringComparison.Ordinal);
        await page.FollowAsync(".said.warn a");
        Assert.Contains("It is on the chain.", await page.TextAsync("main"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
        await page.Page.EvaluateExpressionAsync("document.querySelector('#note').closest('details').open = true");
        await page.Page.TypeAsync("#note", "I have seen it, too.");
        await page.AssertSoundAsync();
        await ConsoleBench.DoAsync(page, "approve");

        Assert.Contains("Approved and done.", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("carol, asked by alice", await page.TextAsync("main"), StringComparison.Ordinal);
        Assert.Equal("completed", await StatusAsync(id));
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task An_order_that_is_over_is_reopened_with_a_note()
    {
        var id = await DoubtfulAsync("reopened");
        await AskAsync(id);
        await using (var second = await _console.OpenAsync(world.SecondKey, $"/console/orders/{id}/decision"))
        {
            await second.Page.EvaluateExpressionAsync("document.querySelector('#note').closest('details').open = true");
            await second.Page.TypeAsync("#note", "It is there.");
            await ConsoleBench.DoAsync(second, "approve");
        }

        await using var page = await _console.OpenAsync(world.OperatorKey, $"/console/orders/{id}");
        await page.Page.EvaluateExpressionAsync("document.querySelector('#note').closest('details').open = true");
        await page.Page.TypeAsync("#note", "The payee has asked about it.");
        await page.AssertSoundAsync();
        await ConsoleBench.DoAsync(page, "reopen");

        Assert.Contains("Reopened", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("The payee has asked about it.", await page.TextAsync("main"), StringComparison.Ordinal);
        Assert.Equal("needs_review", await StatusAsync(id));
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task A_second_operator_refuses_and_nobody_is_awaited_any_more()
    {
        var id = await DoubtfulAsync("refused");
        await AskAsync(id);
        await using var page = await _console.OpenAsync(world.SecondKey, $"/console/orders/{id}/decision");

        await ConsoleBench.DoAsync(page, "refuse");

        Assert.Contains("Refused", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Equal("needs_review", await StatusAsync(id));
        await _console.GoAsync(page, $"/console/orders/{id}/decision");
        Assert.Contains("No decision is waiting", await page.TextAsync("main"), StringComparison.Ordinal);
        await page.AssertSoundAsync();
    }

    [Fact]
    public async Task One_operator_s_word_twice_is_one_word()
    {
        var id = await DoubtfulAsync("twice");
        await AskAsync(id);
        var (_, order) = await Hub.GetAsync(Hub.Alpha, $"/v1/withdrawals/{id}");

        var status = await _console.ForgeAsync(
            world.OperatorKey,
            $"/console/orders/{id}/decision",
            ("action", "approve"),
            ("outcome", "completed"),
            ("version", $"{order!["version"]}"),
            ("note", "again")
        );

        Assert.Equal(HttpStatusCode.SeeOther, status);
        Assert.Equal("needs_review", await StatusAsync(id));
    }

    [Theory]
    [InlineData(1100, false)]
    [InlineData(320, true)]
    public async Task A_callback_in_quarantine_is_shown_as_it_came_and_discarded(int width, bool dark)
    {
        var body = "{\"signature\":\"<i>wrong</i>\",\"data\":{\"order_id\":\"" + width + "\"}}";
        using (var client = new HttpClient())
        using (var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"))
        using (await client.PostAsync(new Uri(Hub.Address, "/callbacks/" + Hub.Beta.CallbackId(Hub.Beta.GatewayAccount)), content)) { }

        await using var page = await _console.OpenAsync(world.OperatorKey, "/console/waiting/quarantine", width, dark);
        await Eventually.TrueAsync(
            async () =>
            {
                await page.Page.ReloadAsync();
                return await page.Page.QuerySelectorAsync("main table a") is not null;
            },
            Hub.Patience,
            "it is in quarantine"
        );
        await page.AssertSoundAsync();
        await page.FollowAsync("main table a");
        Assert.Equal(body, await page.TextAsync("pre"));
        Assert.DoesNotContain(Hub.Beta.CallbackId(Hub.Beta.GatewayAccount), await page.Page.GetContentAsync(), StringComparison.Ordinal);
        await page.AssertSoundAsync();
        await ConsoleBench.DoAsync(page, "replay", "Still wrong.");
        await Eventually.TrueAsync(
            async () =>
            {
                await page.Page.ReloadAsync();
                return await page.Page.QuerySelectorAsync("button[value=discard]") is not null;
            },
            Hub.Patience,
            "it is in quarantine again, for it is no better"
        );

        Assert.Equal(
            HttpStatusCode.BadRequest,
            await _console.ForgeAsync(world.OperatorKey, new Uri(page.Page.Url).AbsolutePath, ("action", "discard"), ("note", " \r\n"))
        );
        await ConsoleBench.DoAsync(page, "discard", "Not ours.");

        Assert.Contains("Discarded.", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("by alice", await page.TextAsync("main"), StringComparison.Ordinal);
        Assert.Contains("“Still wrong.”", await page.TextAsync("main"), StringComparison.Ordinal);
        Assert.Contains("“Not ours.”", await page.TextAsync("main"), StringComparison.Ordinal);
        Assert.Null(await page.Page.QuerySelectorAsync(".deeds"));
        await page.AssertSoundAsync();
    }

    /// <summary>A withdrawal that was approved, sent, and of which nobody knows whether it was paid.</summary>
    private async Task<string> DoubtfulAsync(string reference)
    {
        var id = await Payouts.CreateAsync(Hub, "usdt_gateway", reference);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {world.ApproverKey}");
        using (var approved = await client.PostAsync(new Uri(Hub.Address, $"/v1/withdrawals/{id}/approve"), null))
            Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        await UntilAsync(id, "submitted");
        await Hub.Sandbox.Gateway.Withdrawals.SettleAsync(id, PaymentHub.Sandbox.Withdrawals.WithdrawalOutcome.Failure);
        await UntilAsync(id, "needs_review");
        return id;
    }

    /// <summary>Alice asks to call it completed.</summary>
    private async Task AskAsync(string id)
    {
        await using var page = await _console.OpenAsync(world.OperatorKey, $"/console/orders/{id}");
        await page.Page.EvaluateExpressionAsync("document.querySelector('#outcome').closest('details').open = true");
        await page.Page.SelectAsync("#outcome", "completed");
        await page.Page.TypeAsync("#note", "It is on the chain.");
        await page.FollowAsync("details[open] button");
        Assert.Contains("A second operator has to confirm.", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
    }

    private Task UntilAsync(string id, string status) =>
        Eventually.TrueAsync(async () => await StatusAsync(id) == status, Hub.Patience, $"the withdrawal is {status}");

    private async Task<string?> StatusAsync(string id) => (string?)(await Hub.GetAsync(Hub.Alpha, $"/v1/withdrawals/{id}")).Body!["status"];
}
