using System.Text.Json.Nodes;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>A payment goes in at one end, and a verified, signed webhook comes out at the other.</summary>
public sealed class DepositJourneys
{
    public static TheoryData<string> Providers => DepositSteps.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_payment_becomes_one_completed_order_and_one_verified_webhook(string provider)
    {
        await using var hub = await Hub.StartAsync();
        var pay = await DepositSteps.PrepareAsync(hub, provider);

        await pay();
        var webhook = await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        await hub.SettleAsync();

        Assert.True(webhook.Verified);
        Assert.Null(await ReferenceVerifier.VerifyAsync(hub.Alpha.Keys.WebhookSecret, webhook.Headers, webhook.Text, CancellationToken.None));
        var data = Hub.DataOf(webhook);
        Assert.Equal(DepositSteps.Amount(provider), (string)data["amount"]!);
        Assert.Equal(provider, (string)data["provider"]!);
        Assert.Equal("USER10001", (string)data["customer_id"]!);
        Assert.Equal($"evt_{(string)data["id"]!}_1", webhook.Id);
        Assert.Single(hub.Sandbox.Merchant.Received.Items);
        Assert.Equal(["applied"], await hub.VerdictsAsync());
        var (status, order) = await hub.GetAsync(hub.Alpha, $"/v1/deposits/{data["id"]}");
        Assert.Equal(200, status);
        Assert.True(JsonNode.DeepEquals(data, order), $"The webhook has {data}, the API answers {order}.");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_same_callback_five_times_is_one_event_and_one_webhook_id(string provider)
    {
        await using var hub = await Hub.StartAsync();
        var pay = await DepositSteps.PrepareAsync(hub, provider);
        hub.Sandbox.Faults.Add(new Fault(Sandboxes(provider), FaultKind.CallbackDuplicated) { Copies = 4, InParallel = true });

        await pay();
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        await hub.SettleAsync();

        Assert.Equal(["applied", "unchanged", "unchanged", "unchanged", "unchanged"], (await hub.VerdictsAsync()).Order());
        Assert.Single(await hub.RowsAsync(TableNames.Orders), row => row.RowKey.Contains("|event|", StringComparison.Ordinal));
        Assert.Single(hub.Sandbox.Merchant.Received.Items.Select(webhook => webhook.Id).Distinct());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_endpoint_that_fails_twice_gets_the_same_webhook_a_third_time(string provider)
    {
        await using var hub = await Hub.StartAsync();
        var pay = await DepositSteps.PrepareAsync(hub, provider);
        hub.Sandbox.Merchant.FailNext(2);

        await pay();
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        await hub.SettleAsync();

        var received = hub.Sandbox.Merchant.Received.Items;
        Assert.Equal([500, 500, 200], received.Select(webhook => webhook.Answered));
        Assert.Single(received.Select(webhook => webhook.Id).Distinct());
        Assert.Single(received.Select(webhook => webhook.Text).Distinct());
        var attempts = (await hub.RowsAsync(TableNames.Orders)).Where(row => row.RowKey.Contains("|attempt|", StringComparison.Ordinal)).ToList();
        Assert.Equal([500, 500, 200], attempts.OrderBy(row => row.RowKey, StringComparer.Ordinal).Select(row => row.GetInt32("Status")!.Value));
    }

    [Fact]
    public async Task Two_merchants_with_the_same_provider_ids_do_not_touch_each_others_orders()
    {
        await using var hub = await Hub.StartAsync(
            new()
            {
                ["PaymentHub:Merchants:alpha:Accounts:alpha_usdt:UnknownAddresses"] = "accept",
                ["PaymentHub:Merchants:beta:Accounts:beta_usdt:UnknownAddresses"] = "accept",
            }
        );
        string Data(string amount) =>
            $$"""{"identify":"same","chain_type":3,"contract_type":32,"order_id":"1750000000000000001","transaction_id":"{{new string('a', 64)}}","amount":{{amount}}}""";

        foreach (var (merchant, amount) in ((TestMerchant, string)[])[(hub.Alpha, "10"), (hub.Beta, "20")])
        {
            var url = new Uri(hub.Address, "/callbacks/" + merchant.CallbackId(merchant.GatewayAccount));
            Assert.Equal(200, (await SignedCallback.Gateway(merchant.Keys.Gateway, Data(amount)).PostAsync(url)).Status);
        }

        var alpha = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"));
        var beta = Hub.DataOf(await hub.WebhookAsync(hub.Beta, "deposit.completed"));
        Assert.Equal("10", (string)alpha["amount"]!);
        Assert.Equal("20", (string)beta["amount"]!);
        Assert.NotEqual((string)alpha["id"]!, (string)beta["id"]!);
        Assert.Equal(404, (await hub.GetAsync(hub.Alpha, $"/v1/deposits/{beta["id"]}")).Status);
        Assert.Equal(200, (await hub.GetAsync(hub.Beta, $"/v1/deposits/{beta["id"]}")).Status);
    }

    [Fact]
    public async Task No_secret_stands_in_the_log()
    {
        await using var hub = await Hub.StartAsync();
        foreach (var provider in (string[])["pay_protocol", "usdt_gateway", "mpay"])
            await (await DepositSteps.PrepareAsync(hub, provider))();
        await Eventually.TrueAsync(
            () => Task.FromResult(hub.Sandbox.Merchant.Received.Items.Count == 3),
            Hub.Patience,
            "three webhooks have arrived"
        );
        await hub.SettleAsync();

        var keys = hub.Alpha.Keys;
        string[] secrets =
        [
            hub.Alpha.ApiKey,
            keys.PayProtocol.ApiKey,
            keys.PayProtocol.ApiSecret,
            keys.Gateway.ApiKey,
            keys.Gateway.MerchantPrivateKey,
            keys.MPay.Md5Key,
            keys.WebhookSecret,
            hub.Alpha.CallbackId(hub.Alpha.PayProtocolAccount),
            hub.Alpha.CallbackId(hub.Alpha.GatewayAccount),
            hub.Alpha.CallbackId(hub.Alpha.MPayAccount),
        ];
        Assert.NotEmpty(hub.Log.Lines);
        Assert.DoesNotContain(hub.Log.Lines, line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)));
    }

    private static SandboxProvider Sandboxes(string provider) =>
        provider switch
        {
            "pay_protocol" => SandboxProvider.PayProtocol,
            "usdt_gateway" => SandboxProvider.Gateway,
            _ => SandboxProvider.MPay,
        };
}
