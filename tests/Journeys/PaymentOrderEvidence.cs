using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Tests.Support;
using static PaymentHub.Tests.Journeys.PaymentOrders;

namespace PaymentHub.Tests.Journeys;

/// <summary>What else Pay Protocol says of its invoices: transfers to their addresses, in callbacks, lists and imports.</summary>
public sealed class PaymentOrderEvidence
{
    /// <summary>The invoice has failed and stays failed; the transfer to its address is told by a callback of its own, or by the list.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transfer_to_a_failed_invoice_does_not_vanish(bool callback)
    {
        await using var hub = await StartAsync(
            callback ? null : new() { ["ReconciliationSchedule"] = "* * * * * *", ["PaymentHub:Reconciliation:Every"] = "00:00:00.500" }
        );
        var id = (string)(await CreateAsync(hub))["id"]!;
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.PayProtocol, FaultKind.CallbackDropped) { Times = 3 });
        await hub.Sandbox.PayProtocol.PaymentOrders.SettleAsync(id, PaymentStatus.Failed);
        await hub.PostAsync(hub.Alpha, $"/v1/deposits/{id}/refresh", new { });
        await hub.WebhookAsync(hub.Alpha, "deposit.failed");

        await hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id);
        await hub.Sandbox.PayProtocol.PaymentOrders.SettleAsync(id, PaymentStatus.Failed);
        if (callback)
            await hub.Sandbox.PayProtocol.NotifyAsync(hub.Sandbox.PayProtocol.Recharges[0].RechargeId);
        var review = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.needs_review"));
        await DoneAsync(hub, callbacks: callback ? 2 : 1);

        Assert.Equal((id, "conflicting_status"), ((string?)review["id"], (string?)review["review_reason"]));
        await AssertOneAsync(hub, "needs_review", "deposit.failed", "deposit.needs_review");
    }

    [Fact]
    public async Task Another_coin_to_its_address_is_a_person_s_business_and_no_second_deposit()
    {
        await using var hub = await StartAsync();
        await CreateAsync(hub);
        var invoice = hub.Sandbox.PayProtocol.PaymentOrders.All[0];
        var trx = hub.Sandbox.PayProtocol.Catalogue.Currencies.First(currency =>
            currency.ChainId == invoice.ChainId && currency.CurrencyId != invoice.CurrencyId
        );

        await hub.Sandbox.PayProtocol.PayAsync(
            new()
            {
                Account = invoice.Account,
                Uuid = invoice.OutPaymentNo,
                CurrencyId = trx.CurrencyId,
                Amount = "10",
            }
        );
        var review = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.needs_review"));
        await DoneAsync(hub, callbacks: 1);

        Assert.Equal("currency_mismatch", (string?)review["review_reason"]);
        await AssertOneAsync(hub, "needs_review", "deposit.needs_review");
    }

    [Fact]
    public async Task Its_transfer_cannot_be_imported_as_a_deposit_either()
    {
        await using var hub = await StartAsync();
        var id = (string)(await CreateAsync(hub))["id"]!;
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.PayProtocol, FaultKind.CallbackDropped) { Times = 2 });
        await hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id);

        var (status, order) = await hub.PostAsync(
            hub.Alpha,
            "/v1/deposits/import",
            new { account = hub.Alpha.PayProtocolAccount, provider_order_id = $"{hub.Sandbox.PayProtocol.Recharges[0].RechargeId}" }
        );
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");

        Assert.Equal((200, id, "completed"), (status, (string?)order!["id"], (string?)order["status"]));
        await AssertOneAsync(hub, "completed", "deposit.completed");
    }

    [Fact]
    public async Task Its_callback_comes_again_when_it_is_asked_for()
    {
        await using var hub = await StartAsync();
        var id = (string)(await CreateAsync(hub))["id"]!;
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.PayProtocol, FaultKind.CallbackDropped) { Times = 2 });
        await hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id);

        var (status, order) = await hub.PostAsync(hub.Alpha, $"/v1/deposits/{id}/notify", new { });
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");

        Assert.Equal((202, "awaiting_payment"), (status, (string?)order!["status"]));
    }

    /// <summary>Both callbacks of both transfers are lost, and nobody asks: only the list of recharges tells.</summary>
    [Fact]
    public async Task The_list_of_recharges_is_evidence_too_and_the_report_misses_nothing()
    {
        await using var hub = await StartAsync(
            new() { ["ReconciliationSchedule"] = "* * * * * *", ["PaymentHub:Reconciliation:Every"] = "00:00:00.500" }
        );
        var id = (string)(await CreateAsync(hub))["id"]!;
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.PayProtocol, FaultKind.CallbackDropped) { Times = 4 });

        await hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id, "4");
        await hub.WebhookAsync(hub.Alpha, "deposit.pending");
        await hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id);
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        var day = TimeProvider.System.GetUtcNow();
        var report = await Reconciliations.ReportAsync(
            hub,
            hub.Alpha.PayProtocolAccount,
            $"?from={day.AddDays(-1):yyyy-MM-dd}&to={day.AddDays(1):yyyy-MM-dd}"
        );

        Assert.Equal(0, (int)report["deposits"]!["difference_count"]!);
        await AssertOneAsync(hub, "completed", "deposit.pending", "deposit.completed");
    }
}
