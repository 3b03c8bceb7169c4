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
        var pay = await DepositSteps.PrepareAsync(hub, provider);
        hub.Sandbox.Faults.Add(new Fault(Of(provider), FaultKind.QueryPending) { Times = 2 });

        await pay();
        var completed = await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        await hub.SettleAsync();

        Assert.Equal(["deposit.pending", "deposit.completed"], hub.Sandbox.Merchant.Received.Items.Select(Hub.TypeOf));
        Assert.Equal(2, (int)Hub.DataOf(completed)["version"]!);
        Assert.Equal(["applied"], await hub.VerdictsAsync());
    }

    /// <summary>A query that lags for longer than the usual few minutes: a person is told, and the payment is not theirs for good.</summary>
    [Theory]
    [InlineData("pay_protocol", "recharge/detail")]
    [InlineData("mpay", "user/checkUpOrder")]
    public async Task A_query_that_confirms_late_still_completes_what_a_person_was_told_of(string provider, string query)
    {
        await using var hub = await Hub.StartAsync(new() { ["PaymentHub:ConfirmAttempts"] = "3" });
        var pay = await DepositSteps.PrepareAsync(hub, provider);
        var lag = hub.Sandbox.Faults.Add(new Fault(Of(provider), FaultKind.QueryPending) { Times = null });

        await pay();
        var review = await hub.WebhookAsync(hub.Alpha, "deposit.needs_review");
        await Eventually.TrueAsync(() => Task.FromResult(Count() >= 6), Hub.Patience, "it is asked on");
        Assert.Empty(await hub.VerdictsAsync());
        hub.Sandbox.Faults.Remove(lag.Id);
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        await hub.SettleAsync();

        Assert.Equal("unconfirmed", (string)Hub.DataOf(review)["review_reason"]!);
        Assert.Equal(["applied"], await hub.VerdictsAsync());

        int Count() => provider == "mpay" ? hub.Sandbox.MPay.Requests.Count(query) : hub.Sandbox.PayProtocol.Requests.Count(query);
    }

    [Fact]
    public async Task A_query_that_never_confirms_leaves_it_to_a_person()
    {
        await using var hub = await Hub.StartAsync(new() { ["PaymentHub:ConfirmAttempts"] = "2", ["PaymentHub:ConfirmFor"] = "00:00:02" });
        var pay = await DepositSteps.PrepareAsync(hub, "mpay");
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.QueryPending) { Times = null });

        await pay();
        var review = await hub.WebhookAsync(hub.Alpha, "deposit.needs_review");
        await hub.SettleAsync();

        Assert.Equal("unconfirmed", (string)Hub.DataOf(review)["review_reason"]!);
        Assert.Equal(["deposit.pending", "deposit.needs_review"], hub.Sandbox.Merchant.Received.Items.Select(Hub.TypeOf));
    }

    /// <summary>Addresses are sent nothing by the thousand to be found in somebody's history.</summary>
    [Theory]
    [InlineData("pay_protocol")]
    [InlineData("usdt_gateway")]
    public async Task A_transfer_of_zero_is_no_payment(string provider)
    {
        await using var hub = await Hub.StartAsync();
        await DepositSteps.PrepareAsync(hub, provider);

        if (provider == "pay_protocol")
        {
            await hub.Sandbox.PayProtocol.PayAsync(
                new()
                {
                    Account = "alpha",
                    Uuid = "USER10001",
                    Amount = "0",
                }
            );
        }
        else
        {
            await hub.Sandbox.Gateway.PayAsync(
                new()
                {
                    Account = "alpha",
                    Identify = "USER10001",
                    Amount = "0",
                }
            );
        }

        var review = await hub.WebhookAsync(hub.Alpha, "deposit.needs_review");
        await hub.SettleAsync();

        Assert.Equal("amount_out_of_range", (string)Hub.DataOf(review)["review_reason"]!);
        Assert.Equal(["deposit.needs_review"], hub.Sandbox.Merchant.Received.Items.Select(Hub.TypeOf));
    }

    /// <summary>A refused query says nothing about the order: a code list that would tell "not found" from "not now" is not public.</summary>
    [Fact]
    public async Task While_the_query_is_refused_nothing_is_decided()
    {
        await using var hub = await Hub.StartAsync();
        var pay = await DepositSteps.PrepareAsync(hub, "pay_protocol");
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
        var pay = await DepositSteps.PrepareAsync(hub, provider);
        var down = hub.Sandbox.Faults.Add(new Fault(Of(provider), fault) { Times = null });
        var asked = provider == "mpay" ? "user/checkUpOrder" : "recharge/detail";

        await pay();
        // More asks than the queue's patience of five, by far: each callback asks up to three times.
        await Eventually.TrueAsync(() => Task.FromResult(Count() >= 30), Hub.Patience, "the provider was asked thirty times");
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
        var pay = await DepositSteps.PrepareAsync(hub, "usdt_gateway");

        await pay();
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");

        Assert.Equal(["v1/recharge"], hub.Sandbox.Gateway.Requests.Answered.Items.Select(request => request.Endpoint).Distinct());
    }

    private static SandboxProvider Of(string provider) => provider == "mpay" ? SandboxProvider.MPay : SandboxProvider.PayProtocol;
}
