using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>A payment goes in at one end, and a verified, signed webhook comes out at the other.</summary>
public sealed class DepositJourneys
{
    [Fact]
    public async Task A_pay_protocol_recharge_becomes_one_verified_webhook()
    {
        await using var hub = await Hub.StartAsync();
        var (status, issued) = await hub.PostAsync(hub.Alpha, "/v1/deposit-addresses", new { account = "alpha_pay", customer_id = "USER10001" });

        Assert.Equal(200, status);
        Assert.Equal(["bsc", "ethereum", "tron"], issued!["addresses"]!.AsArray().Select(address => (string)address!["network"]!).Order());

        await hub.Sandbox.PayProtocol.PayAsync(new() { Account = "alpha", Uuid = "USER10001", Amount = "10.000001" });
        var webhook = await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        await hub.SettleAsync();

        Assert.True(webhook.Verified);
        var data = Hub.DataOf(webhook);
        Assert.Equal("10.000001", (string)data["amount"]!);
        Assert.Equal("USDT", (string)data["currency"]!);
        Assert.Single(hub.Sandbox.Merchant.Received.Items);
        Assert.Equal(["applied"], await hub.VerdictsAsync());
    }
}
