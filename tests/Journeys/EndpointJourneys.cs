using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Webhooks;

namespace PaymentHub.Tests.Journeys;

/// <summary>An endpoint that is disabled, refuses one order, or gets another secret.</summary>
public sealed class EndpointJourneys : WebhookJourneyBench
{
    [Fact]
    public async Task A_test_ping_is_signed_answered_and_kept_nowhere()
    {
        await using var hub = await Hub.StartAsync();

        var (status, body) = await hub.PostAsync(hub.Alpha, "/v1/webhooks/test", new { });
        hub.Sandbox.Merchant.FailNext(1, 503);
        var failing = await hub.PostAsync(hub.Alpha, "/v1/webhooks/test", new { endpoint = "main" });
        var unknown = await hub.PostAsync(hub.Alpha, "/v1/webhooks/test", new { endpoint = "other" });

        Assert.Equal(200, status);
        var result = Assert.Single(body!["data"]!.AsArray())!;
        Assert.Equal(("main", true, 200), ((string)result["endpoint"]!, (bool)result["delivered"]!, (int)result["status"]!));
        var webhook = hub.Sandbox.Merchant.Received.Items[0];
        Assert.Equal((true, "test.ping", (string)result["event"]!), (webhook.Verified, Hub.TypeOf(webhook), webhook.Id));
        Assert.StartsWith("evt_test_", webhook.Id, StringComparison.Ordinal);
        Assert.Equal((false, 503), ((bool)failing.Body!["data"]![0]!["delivered"]!, (int)failing.Body!["data"]![0]!["status"]!));
        Assert.Equal((400, "endpoint"), (unknown.Status, (string)unknown.Body!["errors"]![0]!["field"]!));
        Assert.Empty(await hub.RowsAsync(TableNames.Orders));
    }

    [Fact]
    public async Task What_is_owed_to_a_disabled_endpoint_waits_visibly_and_arrives_when_it_is_enabled()
    {
        await using var hub = await Hub.StartAsync(
            new() { ["PaymentHub:Merchants:alpha:Endpoints:main:Disabled"] = "true", ["OutboxRelaySchedule"] = "*/1 * * * * *" }
        );
        await (await DepositSteps.PrepareAsync(hub, "usdt_gateway"))();
        await Eventually.TrueAsync(
            async () => (await hub.RowsAsync(TableNames.Orders, "suspended|alpha|main|")).Count == 1,
            Hub.Patience,
            "it is suspended"
        );
        await hub.SettleAsync();
        var stored = Assert.Single(await hub.RowsAsync(TableNames.Orders), row => row.RowKey.Contains("|event|", StringComparison.Ordinal));
        var waiting = (await hub.GetAsync(hub.Alpha, $"/v1/events/evt_{stored.GetString("OrderId")}_1")).Body!["deliveries"]![0]!;
        Assert.Equal(("suspended", "disabled"), ((string)waiting["status"]!, (string)waiting["suspended_for"]!));
        Assert.Empty(hub.Sandbox.Merchant.Received.Items);

        await hub.Process.DisposeAsync();
        hub.Set("PaymentHub:Merchants:alpha:Endpoints:main:Disabled", "false");
        await hub.BringUpAsync();

        Assert.True((await hub.WebhookAsync(hub.Alpha, "deposit.completed")).Verified);
        await Eventually.TrueAsync(
            async () => (await hub.RowsAsync(TableNames.Orders, "suspended|")).Count == 0,
            Hub.Patience,
            "nothing waits any more"
        );
    }

    [Fact]
    public async Task One_order_that_is_refused_for_ever_keeps_no_other_one_waiting()
    {
        const int Orders = 8;
        // The first that a walk over the buckets finds.
        var refused = Enumerable.Range(0, Orders).MinBy(number => Keys.OrderBucket(DeliveryWorld.IdOf(number)));
        await using var merchant = await RecordingMerchant.StartAsync();
        merchant.Refuses = _ => true;
        await using var hub = await DeliveryWorld.StartAsync(
            new() { ["main"] = merchant },
            new()
            {
                ["PaymentHub:Delivery:Breaker:Failures"] = "1",
                ["PaymentHub:Delivery:Breaker:First"] = "00:00:01",
                ["PaymentHub:Delivery:Breaker:Max"] = "00:00:01",
                // Whatever fails is suspended at its next attempt, and given up on only after many.
                ["PaymentHub:Merchants:alpha:Endpoints:main:Schedule"] = string.Join(',', Enumerable.Repeat("00:00:01", 20)),
            }
        );
        for (var number = 0; number < Orders; number++)
            await DeliveryWorld.ApplyAsync(hub, number);
        await Eventually.TrueAsync(
            async () => (await hub.RowsAsync(TableNames.Orders, "suspended|alpha|main|")).Count == Orders,
            Hub.Patience,
            "everything waits"
        );

        merchant.Refuses = order => order == DeliveryWorld.IdOf(refused);

        var others = Enumerable.Range(0, Orders).Where(number => number != refused).Sum(DeliveryWorld.EventsOf);
        await Eventually.TrueAsync(() => Task.FromResult(merchant.Events == others), Hub.Patience, "the others have arrived");
        merchant.AssertInOrder();
    }

    [Fact]
    public async Task During_a_rotation_both_secrets_verify_a_delivery_that_a_changed_byte_breaks()
    {
        const string Newer = "whsec_bmV3ZXItc2VjcmV0LW9mLTMyLWJ5dGVzLXF1aXRlLWxvbmc=";
        await using var hub = await Hub.StartAsync();
        await hub.Process.DisposeAsync();
        hub.Set("PaymentHub:Merchants:alpha:Endpoints:main:Secrets:0", Newer);
        hub.Set("PaymentHub:Merchants:alpha:Endpoints:main:Secrets:1", hub.Alpha.Keys.WebhookSecret);
        await hub.BringUpAsync();

        await (await DepositSteps.PrepareAsync(hub, "usdt_gateway"))();
        var webhook = await hub.WebhookAsync(hub.Alpha, "deposit.completed");

        var older = new SignedWebhook(hub.Alpha.Keys.WebhookSecret, webhook.Headers, webhook.Text);
        SignedWebhook[] altered =
        [
            .. Enumerable
                .Range(0, webhook.Text.Length)
                .Select(i =>
                    older with
                    {
                        Body = string.Concat(webhook.Text.AsSpan(0, i), webhook.Text[i] == 'x' ? "y" : "x", webhook.Text.AsSpan(i + 1)),
                    }
                ),
        ];
        var verdicts = await ReferenceVerifier.VerifyAsync([older, older with { Secret = Newer }, .. altered], CancellationToken.None);
        Assert.Equal([null, null], verdicts.Take(2));
        Assert.All(verdicts.Skip(2), verdict => Assert.Equal("No matching signature found", verdict));
    }
}
