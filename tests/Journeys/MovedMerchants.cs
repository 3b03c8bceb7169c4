using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>A merchant moves from the settings to the directory, and neither its customers, nor its programs, nor its provider notice.</summary>
public sealed class MovedMerchants
{
    [Fact]
    public async Task One_is_served_before_during_and_after_with_one_key_and_one_callback_url()
    {
        await using var hub = await Hub.StartAsync(
            new() { ["PaymentHub:MasterKeys:0"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) }
        );
        using var wire = new DirectoryWire(hub);
        var opened = await PageAsync(hub, "opened_before");
        await PaidAsync(hub, await PageAsync(hub, "before"));

        var (status, made, _) = await wire.SendAsync(HttpMethod.Post, "/ops/merchants/alpha/import");
        Assert.Equal((201, true, 0), (status, (bool)made!["shadowed_by_settings"]!, made["differences"]!.AsArray().Count));
        var listed = (await wire.SendAsync(HttpMethod.Get, "/ops/merchants")).Body!["data"]!.AsArray().Single(one => (string)one!["id"]! == "alpha");
        Assert.Equal(("settings", true), ((string)listed!["managed_by"]!, (bool)listed["shadowed_by_settings"]!));
        Assert.Equal("managed_by_settings", (string)(await wire.SendAsync(HttpMethod.Post, "/ops/merchants/alpha/disable")).Body!["code"]!);
        await PaidAsync(hub, await PageAsync(hub, "during"));
        foreach (var secret in Secrets(hub))
            Assert.DoesNotContain(secret, string.Concat(wire.Answers), StringComparison.OrdinalIgnoreCase);

        await hub.Process.DisposeAsync();
        foreach (var name in hub.Settings.Keys.Where(name => name.StartsWith("PaymentHub:Merchants:alpha:", StringComparison.Ordinal)).ToList())
            hub.Unset(name);
        await hub.BringUpAsync();

        // The very first request, and a payment of an order from before.
        var after = await PageAsync(hub, "after");
        await PaidAsync(hub, opened);
        await PaidAsync(hub, after);
        // The webhook may be quicker than the list.
        await hub.SettleAsync();
        var all = await hub.GetAsync(hub.Alpha, "/v1/deposits");
        Assert.Equal(4, all.Body!["data"]!.AsArray().Count(order => (string)order!["status"]! == "completed"));
        Assert.All(hub.Sandbox.Merchant.Received.Items, webhook => Assert.True(webhook.Verified));
        var (_, served, _) = await wire.SendAsync(HttpMethod.Get, "/ops/merchants/alpha");
        Assert.Equal(("directory", null), ((string)served!["managed_by"]!, served["shadowed_by_settings"]));
        Assert.Equal(200, (await wire.SendAsync(HttpMethod.Post, "/ops/merchants/alpha/disable")).Status);
        foreach (var secret in Secrets(hub))
            Assert.DoesNotContain(secret, string.Concat(hub.Log.Lines), StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Secrets(Hub hub) =>
        [
            hub.Alpha.Keys.PayProtocol.ApiSecret,
            hub.Alpha.Keys.MPay.Md5Key,
            hub.Alpha.Keys.WebhookSecret,
            hub.Alpha.CallbackId(hub.Alpha.PayProtocolAccount),
            hub.Alpha.CallbackId(hub.Alpha.MPayAccount),
            hub.Alpha.ApiKey,
        ];

    private static Task<string> PageAsync(Hub hub, string reference) => DepositSteps.MPayAsync(hub, hub.Alpha, reference, "USER1");

    private static async Task PaidAsync(Hub hub, string order)
    {
        await hub.Sandbox.MPay.PayAsync(order);
        await hub.Sandbox.Merchant.WaitForAsync(
            webhook =>
                webhook.Endpoint == hub.Alpha.Id
                && webhook.Answered == 200
                && JsonNode.Parse(webhook.Text) is { } told
                && (string)told["type"]! == "deposit.completed"
                && (string)told["data"]!["id"]! == order,
            Hub.Patience
        );
    }
}
