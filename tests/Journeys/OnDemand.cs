using System.Text.Json.Nodes;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>What a merchant does when it cannot wait: ask the provider now, have it call back again, import what nobody told.</summary>
public sealed class OnDemand
{
    [Fact]
    public async Task A_refresh_finds_what_a_lost_callback_would_have_told()
    {
        await using var hub = await Hub.StartAsync();
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "r-1");
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.CallbackDropped));
        await hub.Sandbox.MPay.PayAsync(id);

        var (status, order) = await RefreshAsync(hub, id);
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        var (_, again) = await RefreshAsync(hub, id);
        await hub.SettleAsync();

        Assert.Equal((200, "completed", "88"), (status, (string?)order!["status"], (string?)order["amount"]));
        Assert.Equal(order.ToJsonString(), again!.ToJsonString());
        Assert.Single(hub.Sandbox.Merchant.Received.Items);
    }

    [Fact]
    public async Task A_refresh_of_a_page_that_nobody_has_paid_changes_nothing()
    {
        await using var hub = await Hub.StartAsync();
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "r-1");

        var (status, order) = await RefreshAsync(hub, id);

        Assert.Equal((200, "awaiting_payment", null), (status, (string?)order!["status"], order["amount"]));
    }

    [Fact]
    public async Task What_a_provider_cannot_do_is_said()
    {
        await using var hub = await Hub.StartAsync();
        await (await DepositSteps.PrepareAsync(hub, "usdt_gateway"))();
        var gateway = (string)Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"))["id"]!;
        var mpay = await DepositSteps.MPayAsync(hub, hub.Alpha, "r-1");

        Assert.Equal((409, "not_supported"), Code(await RefreshAsync(hub, gateway)));
        Assert.Equal((409, "not_supported"), Code(await hub.PostAsync(hub.Alpha, $"/v1/deposits/{gateway}/notify", new { })));
        Assert.Equal((409, "not_supported"), Code(await hub.PostAsync(hub.Alpha, $"/v1/deposits/{mpay}/notify", new { })));
        Assert.Equal((409, "not_supported"), Code(await ImportAsync(hub, hub.Alpha.GatewayAccount, "1780000000000000001")));
        Assert.Equal((409, "not_supported"), Code(await ImportAsync(hub, hub.Alpha.MPayAccount, "1")));
    }

    [Fact]
    public async Task A_provider_that_is_away_is_said_and_changes_nothing()
    {
        await using var hub = await Hub.StartAsync();
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "r-1");
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.RequestFails) { Times = null });

        Assert.Equal((502, "provider_unavailable"), Code(await RefreshAsync(hub, id)));
        Assert.Equal((404, "not_found"), Code(await hub.PostAsync(hub.Beta, $"/v1/deposits/{id}/refresh", new { })));
        Assert.Equal((404, "not_found"), Code(await hub.PostAsync(hub.Beta, $"/v1/deposits/{id}/notify", new { })));
        Assert.Equal((404, "not_found"), Code(await hub.PostAsync(hub.Alpha, "/v1/deposits/nonsense/refresh", new { })));
    }

    [Fact]
    public async Task An_imported_deposit_is_the_one_that_its_callback_would_have_made()
    {
        await using var hub = await Hub.StartAsync();
        var pay = await DepositSteps.PrepareAsync(hub, "pay_protocol");
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.PayProtocol, FaultKind.CallbackDropped));
        await pay();
        var recharge = hub.Sandbox.PayProtocol.Recharges[0].RechargeId;

        var (status, order) = await ImportAsync(hub, hub.Alpha.PayProtocolAccount, $"{recharge}");
        var told = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"));
        await hub.Sandbox.PayProtocol.NotifyAsync(recharge);
        await Eventually.TrueAsync(async () => (await hub.VerdictsAsync()).Count == 1, Hub.Patience, "the callback has its verdict");
        var (again, _) = await ImportAsync(hub, hub.Alpha.PayProtocolAccount, $"{recharge}");
        await hub.SettleAsync();

        Assert.Equal(
            (201, "completed", "51.25", "USER10001"),
            (status, (string?)order!["status"], (string?)order["amount"], (string?)order["customer_id"])
        );
        Assert.Equal((string?)told["id"], (string?)order["id"]);
        Assert.Equal(200, again);
        Assert.Equal(["unchanged"], await hub.VerdictsAsync());
        Assert.Single(hub.Sandbox.Merchant.Received.Items);
    }

    [Fact]
    public async Task A_deposit_that_the_provider_does_not_have_is_not_imported()
    {
        await using var hub = await Hub.StartAsync(new() { ["PaymentHub:Merchants:alpha:Accounts:alpha_pay:Settings:NotFoundCodes"] = "10004" });

        Assert.Equal((404, "not_found"), Code(await ImportAsync(hub, hub.Alpha.PayProtocolAccount, "999999")));
        Assert.Equal((400, "invalid_request"), Code(await ImportAsync(hub, hub.Alpha.PayProtocolAccount, "1&chainId=2")));
        Assert.Equal((400, "invalid_request"), Code(await ImportAsync(hub, hub.Alpha.PayProtocolAccount, new string('1', 65))));
        Assert.Equal((400, "invalid_request"), Code(await ImportAsync(hub, hub.Beta.PayProtocolAccount, "1")));
    }

    [Fact]
    public async Task A_deposit_s_callback_comes_again_when_it_is_asked_for()
    {
        await using var hub = await Hub.StartAsync();
        var pay = await DepositSteps.PrepareAsync(hub, "pay_protocol");
        await pay();
        var id = (string)Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"))["id"]!;

        var (status, order) = await hub.PostAsync(hub.Alpha, $"/v1/deposits/{id}/notify", new { });
        await Eventually.TrueAsync(async () => (await hub.VerdictsAsync()).Count == 2, Hub.Patience, "both callbacks have their verdicts");
        await hub.SettleAsync();

        Assert.Equal((202, id), (status, (string?)order!["id"]));
        Assert.Equal(["applied", "unchanged"], await hub.VerdictsAsync());
        Assert.Single(hub.Sandbox.Merchant.Received.Items);
    }

    [Fact]
    public async Task A_withdrawal_is_asked_about_in_the_same_way()
    {
        await using var hub = await Hub.StartAsync();
        var (_, created) = await hub.PostAsync(
            hub.Alpha,
            "/v1/withdrawals",
            new
            {
                account = hub.Alpha.PayProtocolAccount,
                customer_id = "u-1",
                amount = "10",
                currency = "USDT",
                network = "tron",
                address = "TA1AtPt6bRfFgc4KuXJb9LrJrqxeXiaV2A",
                reference = "w-1",
            }
        );
        var id = (string)created!["id"]!;
        await Eventually.TrueAsync(() => Task.FromResult(hub.Sandbox.PayProtocol.Withdrawals.All.Count == 1), Hub.Patience, "the provider has it");
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.PayProtocol, FaultKind.CallbackDropped));
        await hub.Sandbox.PayProtocol.Withdrawals.SettleAsync(id, WithdrawStatus.Success);

        var refreshed = await hub.PostAsync(hub.Alpha, $"/v1/withdrawals/{id}/refresh", new { });
        var notified = await hub.PostAsync(hub.Alpha, $"/v1/withdrawals/{id}/notify", new { });

        Assert.Equal((200, "completed"), (refreshed.Status, (string?)refreshed.Body!["status"]));
        Assert.Equal((202, "completed"), (notified.Status, (string?)notified.Body!["status"]));
    }

    private static Task<(int Status, JsonNode? Body)> RefreshAsync(Hub hub, string id) =>
        hub.PostAsync(hub.Alpha, $"/v1/deposits/{id}/refresh", new { });

    private static Task<(int Status, JsonNode? Body)> ImportAsync(Hub hub, string account, string id) =>
        hub.PostAsync(hub.Alpha, "/v1/deposits/import", new { account, provider_order_id = id });

    private static (int Status, string? Code) Code((int Status, JsonNode? Body) answer) => (answer.Status, (string?)answer.Body?["code"]);
}
