using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>Before a callback makes an order final, the provider is asked; and it may be slow, down, or of another opinion.</summary>
public sealed class Confirmations
{
    [Theory]
    [InlineData("pay_protocol")]
    [InlineData("mpay")]
    public async Task While_the_query_says_pending_the_order_is_pending(string provider)
    {
        await using var hub = await Hub.StartAsync();
        var pay = await Deposits.PrepareAsync(hub, provider);
        hub.Sandbox.Faults.Add(new Fault(Of(provider), FaultKind.QueryPending) { Times = 2 });

        await pay();
        var completed = await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        await hub.SettleAsync();

        Assert.Equal(["deposit.pending", "deposit.completed"], hub.Sandbox.Merchant.Received.Items.Select(Hub.TypeOf));
        Assert.Equal(2, (int)Hub.DataOf(completed)["version"]!);
        Assert.Equal(["applied"], await hub.VerdictsAsync());
    }

    [Fact]
    public async Task A_query_that_never_confirms_disagrees_in_the_end()
    {
        await using var hub = await Hub.StartAsync(new() { ["PaymentHub:ConfirmAttempts"] = "3" });
        var pay = await Deposits.PrepareAsync(hub, "mpay");
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.QueryPending) { Times = null });

        await pay();
        var review = await hub.WebhookAsync(hub.Alpha, "deposit.needs_review");
        await hub.SettleAsync();

        Assert.Equal("provider_disagrees", (string)Hub.DataOf(review)["review_reason"]!);
        Assert.Equal(3, hub.Sandbox.MPay.Requests.Count("user/checkUpOrder"));
    }

    /// <summary>A refused query says nothing about the order: a code list that would tell "not found" from "not now" is not public.</summary>
    [Fact]
    public async Task While_the_query_is_refused_nothing_is_decided()
    {
        await using var hub = await Hub.StartAsync();
        var pay = await Deposits.PrepareAsync(hub, "pay_protocol");
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.PayProtocol, FaultKind.QueryMissing) { Times = 8 });

        await pay();
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        await hub.SettleAsync();

        Assert.Single(hub.Sandbox.Merchant.Received.Items);
        Assert.Equal(["applied"], await hub.VerdictsAsync());
        Assert.True(hub.Sandbox.PayProtocol.Requests.Count("recharge/detail") > 8);
    }

    [Theory]
    [InlineData("pay_protocol", FaultKind.RequestFails)]
    [InlineData("pay_protocol", FaultKind.RequestBreaks)]
    [InlineData("mpay", FaultKind.RequestFails)]
    public async Task A_provider_that_is_down_for_long_sends_nothing_to_poison(string provider, FaultKind fault)
    {
        await using var hub = await Hub.StartAsync();
        var pay = await Deposits.PrepareAsync(hub, provider);
        var down = hub.Sandbox.Faults.Add(new Fault(Of(provider), fault) { Times = null });
        var asked = provider == "mpay" ? "user/checkUpOrder" : "recharge/detail";

        await pay();
        // More asks than the queue's patience of five, by far: each callback asks up to three times.
        await Eventually.TrueAsync(
            () => Task.FromResult(Count() >= 30), Hub.Patience, "the provider was asked thirty times");
        Assert.Empty(hub.Sandbox.Merchant.Received.Items);
        hub.Sandbox.Faults.Remove(down.Id);
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        await hub.SettleAsync();

        Assert.Equal(["applied"], await hub.VerdictsAsync());
        Assert.Equal(0, (await hub.Queue("callbacks-poison").GetPropertiesAsync()).Value.ApproximateMessagesCount);
        Assert.Single(hub.Sandbox.Merchant.Received.Items);

        int Count() => provider == "mpay" ? hub.Sandbox.MPay.Requests.Count(asked) : hub.Sandbox.PayProtocol.Requests.Count(asked);
    }

    [Fact]
    public async Task The_gateway_has_no_query_and_is_not_asked()
    {
        await using var hub = await Hub.StartAsync();
        var pay = await Deposits.PrepareAsync(hub, "usdt_gateway");

        await pay();
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");

        Assert.Equal(["v1/recharge"], hub.Sandbox.Gateway.Requests.Answered.Items.Select(request => request.Endpoint).Distinct());
    }

    private static SandboxProvider Of(string provider) => provider == "mpay" ? SandboxProvider.MPay : SandboxProvider.PayProtocol;
}
