using System.Text.Json.Nodes;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Withdrawals;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>A payment that is told otherwise than it was asked for is never completed, and nobody but the provider can tell of one.</summary>
public sealed class WithdrawalReviews
{
    [Theory]
    [InlineData("pay_protocol", FaultKind.CallbackWrongAmount, "amount_mismatch")]
    [InlineData("pay_protocol", FaultKind.CallbackWrongAddress, "address_mismatch")]
    [InlineData("pay_protocol", FaultKind.CallbackWrongCurrency, "currency_mismatch")]
    [InlineData("usdt_gateway", FaultKind.CallbackWrongAmount, "amount_mismatch")]
    [InlineData("usdt_gateway", FaultKind.CallbackWrongCurrency, "currency_mismatch")]
    [InlineData("usdt_gateway", FaultKind.CallbackWrongCustomer, "address_mismatch")]
    [InlineData("mpay", FaultKind.CallbackWrongAmount, "amount_mismatch")]
    public async Task A_signed_callback_with_other_values_needs_review(string provider, FaultKind fault, string reason)
    {
        await using var hub = await Hub.StartAsync(
            Payouts.Settings([.. Payouts.Seldom, ("Accounts:alpha_pay:Confirm", "false"), ("Accounts:alpha_mpay:Confirm", "false")])
        );
        var id = await Payouts.SubmitAsync(hub, provider);
        hub.Sandbox.Faults.Add(new Fault(Payouts.Of(provider), fault));

        await Payouts.SettleAsync(hub, provider, id);

        await AssertReviewAsync(hub, id, reason);
    }

    [Theory]
    [InlineData("pay_protocol", FaultKind.CallbackWrongAmount)]
    [InlineData("pay_protocol", FaultKind.CallbackWrongAddress)]
    [InlineData("mpay", FaultKind.CallbackWrongAmount)]
    public async Task A_signed_callback_that_the_query_contradicts_needs_review(string provider, FaultKind fault)
    {
        await using var hub = await Hub.StartAsync(Payouts.Settings(Payouts.Seldom));
        var id = await Payouts.SubmitAsync(hub, provider);
        hub.Sandbox.Faults.Add(new Fault(Payouts.Of(provider), fault));

        await Payouts.SettleAsync(hub, provider, id);

        await AssertReviewAsync(hub, id, "provider_disagrees");
    }

    [Theory]
    [InlineData("pay_protocol", FaultKind.QueryWrongAmount, "amount_mismatch")]
    [InlineData("pay_protocol", FaultKind.QueryWrongAddress, "address_mismatch")]
    [InlineData("mpay", FaultKind.QueryWrongAmount, "amount_mismatch")]
    [InlineData("mpay", FaultKind.QueryWrongAddress, "address_mismatch")]
    public async Task A_query_with_other_values_needs_review_without_any_callback(string provider, FaultKind fault, string reason)
    {
        await using var hub = await Hub.StartAsync(Payouts.Settings());
        hub.Sandbox.Faults.Add(new Fault(Payouts.Of(provider), FaultKind.CallbackDropped) { Times = null });
        hub.Sandbox.Faults.Add(new Fault(Payouts.Of(provider), fault) { Times = null });

        var id = await Payouts.CreateAsync(hub, provider);
        await Eventually.TrueAsync(() => Task.FromResult(hub.Sandbox.Paid(id).Taken == 1), Hub.Patience, "the provider has taken it");
        await Payouts.SettleAsync(hub, provider, id);

        await AssertReviewAsync(hub, id, reason);
    }

    [Theory]
    [InlineData("pay_protocol")]
    [InlineData("mpay")]
    public async Task While_the_query_does_not_confirm_it_is_not_completed(string provider)
    {
        await using var hub = await Hub.StartAsync(Payouts.Settings(("PaymentHub:ConfirmAttempts", "3"), ("PaymentHub:ConfirmFor", "00:00:02")));
        var id = await Payouts.SubmitAsync(hub, provider);
        hub.Sandbox.Faults.Add(new Fault(Payouts.Of(provider), FaultKind.QueryPending) { Times = null });

        await Payouts.SettleAsync(hub, provider, id);

        await AssertReviewAsync(hub, id, "unconfirmed");
    }

    [Theory]
    [InlineData("pay_protocol", FaultKind.CallbackWrongKey)]
    [InlineData("pay_protocol", FaultKind.CallbackAltered)]
    [InlineData("usdt_gateway", FaultKind.CallbackWrongKey)]
    [InlineData("usdt_gateway", FaultKind.CallbackAltered)]
    [InlineData("mpay", FaultKind.CallbackWrongKey)]
    [InlineData("mpay", FaultKind.CallbackAltered)]
    public async Task A_forged_callback_changes_nothing(string provider, FaultKind fault)
    {
        await using var hub = await Hub.StartAsync(Payouts.Settings(Payouts.Seldom));
        var id = await Payouts.SubmitAsync(hub, provider);
        hub.Sandbox.Faults.Add(new Fault(Payouts.Of(provider), fault));

        await Payouts.SettleAsync(hub, provider, id);

        Assert.Equal(["bad_signature"], await Verdicts.AllAsync(hub, 1));
        Assert.Equal("submitted", (string?)(await hub.GetAsync(hub.Alpha, $"/v1/withdrawals/{id}")).Body!["status"]);
        Assert.Equal(["withdrawal.submitted"], hub.Sandbox.Merchant.Received.Items.Select(Hub.TypeOf));
    }

    /// <summary>Nobody can be asked, and the one callback is lost: a person is told, can see it before, and a repeated callback settles it.</summary>
    [Fact]
    public async Task A_gateway_withdrawal_whose_callback_is_lost_is_overdue_until_its_callback_comes()
    {
        await using var hub = await Hub.StartAsync(Payouts.Settings(("Accounts:alpha_usdt:OverdueAfter", "00:00:05")));
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.Gateway, FaultKind.CallbackDropped));
        var id = await Payouts.SubmitAsync(hub, "usdt_gateway");
        var open = Assert.Single((JsonArray)(await hub.GetAsync(hub.Alpha, "/ops/open-orders?account=alpha_usdt")).Body!["data"]!)!;

        await Payouts.SettleAsync(hub, "usdt_gateway", id);
        await AssertReviewAsync(hub, id, "overdue");

        Assert.Equal(("alpha", "poll", id), ((string?)open["merchant"], (string?)open["waits_for"], (string?)open["order"]!["id"]));
        Assert.Empty((JsonArray)(await hub.GetAsync(hub.Alpha, "/ops/open-orders")).Body!["data"]!);
        Assert.Equal(id, (string?)Assert.Single((JsonArray)(await hub.GetAsync(hub.Alpha, "/ops/reviews")).Body!["data"]!)!["order"]!["id"]);
        await hub.Sandbox.Gateway.Withdrawals.ResendAsync(id);
        await hub.WebhookAsync(hub.Alpha, "withdrawal.completed");
    }

    /// <summary>What the merchant's other account, or another merchant, is told of has no effect on this one's order.</summary>
    [Fact]
    public async Task A_callback_of_another_merchant_changes_nothing()
    {
        await using var hub = await Hub.StartAsync(Payouts.Settings());
        var id = await Payouts.SubmitAsync(hub, "usdt_gateway");
        var data =
            $$"""{"identify":"USER10001","chain_type":3,"contract_type":32,"retry_id":"r","order_id":"{{id}}","transaction_id":"{{new string('a', 64)}}","amount":25}""";

        var url = new Uri(hub.Address, "/callbacks/" + hub.Beta.CallbackId(hub.Beta.GatewayAccount));
        await SignedCallback.Gateway(hub.Beta.Keys.Gateway, data, "withdraw_callback").PostAsync(url);

        Assert.Equal(["unknown_order"], await Verdicts.AllAsync(hub, 1));
        Assert.Equal("submitted", (string?)(await hub.GetAsync(hub.Alpha, $"/v1/withdrawals/{id}")).Body!["status"]);
    }

    private static async Task AssertReviewAsync(Hub hub, string id, string reason)
    {
        var review = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "withdrawal.needs_review"));
        await hub.SettleAsync();

        Assert.Equal((id, "needs_review", reason), ((string)review["id"]!, (string)review["status"]!, (string)review["review_reason"]!));
        Assert.DoesNotContain("withdrawal.completed", hub.Sandbox.Merchant.Received.Items.Select(Hub.TypeOf));
        Assert.Equal("needs_review", (string?)(await hub.GetAsync(hub.Alpha, $"/v1/withdrawals/{id}")).Body!["status"]);
        Assert.Equal(new Payout(1, 0, 1, 25), hub.Sandbox.Paid(id));
    }
}
