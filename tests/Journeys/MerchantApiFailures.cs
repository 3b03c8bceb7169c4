using System.Text.Json.Nodes;
using PaymentHub.Orders;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Merchant;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>Creating a deposit while its provider is away, refuses, or breaks off: the same reference leads to one certain end.</summary>
public sealed class MerchantApiFailures(MerchantApiWorld world) : IClassFixture<MerchantApiWorld>
{
    private const string Deposits = "/v1/deposits";

    [Theory]
    [InlineData(FaultKind.RequestFails)]
    [InlineData(FaultKind.RequestBreaks)]
    public async Task A_provider_that_is_away_leaves_the_deposit_to_the_same_reference(FaultKind kind)
    {
        var reference = $"AWAY-{kind}";
        world.Hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, kind) { Endpoint = "user/up", Times = 2 });
        var asked = world.PagesAsked;
        var id = OrderId.OfMerchant(OrderKind.Deposit, "alpha", reference);

        var away = await PostAsync(reference);
        var kept = await world.GetAsync($"{Deposits}/{id}");
        var stillAway = await PostAsync(reference);
        var back = await PostAsync(reference);

        away.AssertProblem(502, "provider_unavailable");
        Assert.Equal((200, "awaiting_payment", null), (kept.Status, kept.Word("status"), kept.Word("payment_url")));
        stillAway.AssertProblem(502, "provider_unavailable");
        Assert.Equal((200, id, "awaiting_payment"), (back.Status, back.Word("id"), back.Word("status")));
        Assert.EndsWith(Page(id), back.Word("payment_url"), StringComparison.Ordinal);
        Assert.Equal(asked + 3, world.PagesAsked);
        Assert.Equal(1, await world.OrdersAsync(id));
    }

    [Fact]
    public async Task While_the_provider_is_away_another_content_is_a_conflict_already()
    {
        world.Hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.RequestFails) { Endpoint = "user/up" });
        await PostAsync("AWAY-1");
        var asked = world.PagesAsked;

        var other = await world.PostAsync(Deposits, MerchantApiWorld.Deposit("AWAY-1", "89"));

        other.AssertProblem(409, "reference_conflict");
        Assert.Equal(asked, world.PagesAsked);
    }

    /// <summary>MPay took the request, but its answer was lost: whether it repeats one is not documented, and here it does not.</summary>
    [Fact]
    public async Task A_page_that_was_made_and_lost_fails_the_deposit_when_the_provider_refuses_its_repetition()
    {
        world.Hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.RequestTakenThenBreaks) { Endpoint = "user/up" });
        var asked = world.PagesAsked;

        var broken = await PostAsync("LOST-1");
        Assert.Equal(asked + 1, world.PagesAsked);
        var refused = await PostAsync("LOST-1");
        var again = await PostAsync("LOST-1");

        broken.AssertProblem(502, "provider_unavailable");
        Assert.Contains("1006", refused.AssertProblem(422, "provider_refused").Word("detail"), StringComparison.Ordinal);
        AssertFailed(again, "1006");
        Assert.Equal(asked + 2, world.PagesAsked);
        await AssertToldAsync(again);
    }

    [Fact]
    public async Task A_refusal_fails_the_deposit_and_the_merchant_is_told()
    {
        world.Hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.RequestRefused) { Endpoint = "user/up", Value = "1207" });
        var asked = world.PagesAsked;

        var refused = await PostAsync("REFUSED-1");
        var again = await PostAsync("REFUSED-1");
        var anew = await PostAsync("REFUSED-2");

        Assert.Contains("1207", refused.AssertProblem(422, "provider_refused").Word("detail"), StringComparison.Ordinal);
        AssertFailed(again, "1207");
        Assert.Equal(201, anew.Status);
        Assert.Equal(asked + 2, world.PagesAsked);
        await AssertToldAsync(again);
    }

    [Fact]
    public async Task While_one_request_waits_for_the_provider_the_next_is_told_to_wait_too()
    {
        world.Hub.Sandbox.Faults.Add(
            new Fault(SandboxProvider.MPay, FaultKind.RequestSlow) { Endpoint = "user/up", Delay = TimeSpan.FromSeconds(2) }
        );
        var asked = world.PagesAsked;
        var first = PostAsync("SLOW-1");
        await AskedAsync(asked + 1);

        var second = await PostAsync("SLOW-1");

        second.AssertProblem(409, "in_progress");
        Assert.Equal(201, (await first).Status);
        Assert.Equal(200, (await PostAsync("SLOW-1")).Status);
        Assert.Equal(asked + 1, world.PagesAsked);
    }

    /// <summary>A shop that loses patience has not cancelled anything: the page that the provider is making is kept for it.</summary>
    [Fact]
    public async Task A_merchant_that_hangs_up_while_the_provider_thinks_finds_its_page_later()
    {
        world.Hub.Sandbox.Faults.Add(
            new Fault(SandboxProvider.MPay, FaultKind.RequestSlow) { Endpoint = "user/up", Delay = TimeSpan.FromSeconds(1) }
        );
        var asked = world.PagesAsked;
        using (var impatience = new CancellationTokenSource())
        {
            var first = world.PostAsync(Deposits, MerchantApiWorld.Deposit("HUNG-UP-1"), impatience.Token);
            await AskedAsync(asked + 1);
            await impatience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        }

        var later = await PostAsync("HUNG-UP-1");
        await Eventually.TrueAsync(async () => (later = await PostAsync("HUNG-UP-1")).Status != 409, Hub.Patience, "the first request is over");

        Assert.Equal((200, "awaiting_payment"), (later.Status, later.Word("status")));
        Assert.EndsWith(Page(later.Word("id")!), later.Word("payment_url"), StringComparison.Ordinal);
        Assert.Equal(asked + 1, world.PagesAsked);
    }

    [Fact]
    public async Task A_callback_that_comes_before_the_page_is_stored_loses_neither()
    {
        world.Hub.Sandbox.Faults.Add(
            new Fault(SandboxProvider.MPay, FaultKind.RequestSlow) { Endpoint = "user/up", Delay = TimeSpan.FromSeconds(2) }
        );
        var asked = world.PagesAsked;
        var id = OrderId.OfMerchant(OrderKind.Deposit, "alpha", "EARLY-1");
        var creating = PostAsync("EARLY-1");
        await AskedAsync(asked + 1);

        var callback = SignedCallback.MPay(
            world.Hub.Alpha.Keys.MPay,
            ("merchOrderId", id),
            ("status", "pending"),
            ("amount", "88"),
            ("userPayAddress", "wallet-7")
        );
        await callback.PostAsync(new Uri(world.Hub.Address, "/callbacks/" + world.Hub.Alpha.CallbackId("alpha_mpay")));
        await Eventually.TrueAsync(
            async () => (await world.GetAsync($"{Deposits}/{id}")).Word("from_address") == "wallet-7",
            Hub.Patience,
            "the callback has reached the order"
        );
        var created = await creating;

        Assert.Equal(
            (201, id, "awaiting_payment", "wallet-7"),
            (created.Status, created.Word("id"), created.Word("status"), created.Word("from_address"))
        );
        Assert.EndsWith(Page(id), created.Word("payment_url"), StringComparison.Ordinal);
        Assert.Equal(created.Text, (await world.GetAsync($"{Deposits}/{id}")).Text);
    }

    private static void AssertFailed(MerchantApiAnswer answer, string code)
    {
        Assert.Equal((200, "failed", null), (answer.Status, answer.Word("status"), answer.Word("payment_url")));
        Assert.Equal(code, (string?)answer.Body["failure"]!["code"]);
        Assert.Equal(1, (int)answer.Body["version"]!);
    }

    private async Task AssertToldAsync(MerchantApiAnswer failed)
    {
        var id = failed.Word("id")!;
        var webhook = await WebhookAsync(id, "deposit.failed");

        Assert.True(webhook.Verified);
        Assert.Equal($"evt_{id}_1", webhook.Id);
        Assert.True(JsonNode.DeepEquals(failed.Body, Hub.DataOf(webhook)), $"The webhook has {webhook.Text}, the API answers {failed.Text}.");
        Assert.Equal(failed.Text, (await world.GetAsync($"{Deposits}/{id}")).Text);
    }

    private Task<ReceivedWebhook> WebhookAsync(string id, string type) =>
        world.Hub.Sandbox.Merchant.WaitForAsync(
            webhook => webhook.Answered == 200 && Hub.TypeOf(webhook) == type && (string?)Hub.DataOf(webhook)["id"] == id,
            Hub.Patience
        );

    /// <summary>The end of the address of the page that MPay made for an order.</summary>
    private string Page(string id) => "/pay/" + world.Hub.Sandbox.MPay.Orders.Single(order => order.MerchOrderId == id).Id;

    private Task AskedAsync(int times) =>
        Eventually.TrueAsync(() => Task.FromResult(world.PagesAsked == times), Hub.Patience, "the provider is asked");

    private Task<MerchantApiAnswer> PostAsync(string reference) => world.PostAsync(Deposits, MerchantApiWorld.Deposit(reference));
}
