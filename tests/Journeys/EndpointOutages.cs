using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Webhooks;

namespace PaymentHub.Tests.Journeys;

/// <summary>An endpoint that takes nothing is seen by operators and by its merchant, and told of to the merchant's other endpoint.</summary>
public sealed class EndpointOutages
{
    [Fact]
    public async Task An_outage_is_visible_and_told_to_the_other_endpoint()
    {
        var told = new ConcurrentQueue<JsonNode>();
        await using var watch = await LoopbackEndpoint.StartAsync(async context => told.Enqueue((await JsonNode.ParseAsync(context.Request.Body))!));
        await using var hub = await Hub.StartAsync(
            new()
            {
                ["OutboxRelaySchedule"] = "*/1 * * * * *",
                ["PaymentHub:Delivery:Breaker:Failures"] = "1",
                ["PaymentHub:Delivery:Breaker:First"] = "01:00:00",
                ["PaymentHub:Delivery:Breaker:TellAfter"] = "00:00:01",
                ["PaymentHub:Merchants:alpha:Endpoints:watch:Url"] = watch.Url.ToString(),
                ["PaymentHub:Merchants:alpha:Endpoints:watch:AllowLocal"] = "true",
                ["PaymentHub:Merchants:alpha:Endpoints:watch:Events"] = "endpoint.failing",
                ["PaymentHub:Merchants:alpha:Endpoints:watch:Secrets:0"] = new TestMerchant("alpha").Keys.WebhookSecret,
            }
        );
        hub.Sandbox.Merchant.FailNext(1, status: 503);

        await (await DepositSteps.PrepareAsync(hub, "usdt_gateway"))();
        await Eventually.TrueAsync(
            async () => (await hub.RowsAsync(TableNames.Orders, "suspended|alpha|main|")).Count == 1,
            Hub.Patience,
            "it is suspended"
        );
        await Eventually.TrueAsync(() => Task.FromResult(!told.IsEmpty), Hub.Patience, "the other endpoint is told");

        var all = (await hub.GetAsync(hub.Alpha, "/ops/endpoints")).Body!["data"]!.AsArray();
        var own = (await hub.GetAsync(hub.Alpha, "/v1/endpoints")).Body!["data"]!.AsArray();
        var others = (await hub.GetAsync(hub.Beta, "/v1/endpoints")).Body!["data"]!.AsArray();
        Assert.Equal(
            [("alpha", "main", "open", 1), ("alpha", "watch", "closed", 0), ("beta", "main", "closed", 0)],
            all.Select(one => ((string?)one!["merchant"], (string?)one["id"], (string?)one["state"], (int)one["suspended"]!["count"]!))
        );
        Assert.NotNull(all[0]!["since"]);
        Assert.NotNull(all[0]!["next_probe_at"]);
        Assert.NotNull(all[0]!["suspended"]!["oldest_since"]);
        Assert.Equal([("main", "open"), ("watch", "closed")], own.Select(one => ((string?)one!["id"], (string?)one["state"])));
        Assert.Equal("closed", (string?)Assert.Single(others)!["state"]);
        Assert.True(told.TryPeek(out var webhook));
        Assert.Equal(("endpoint.failing", "main"), ((string?)webhook["type"], (string?)webhook["data"]!["id"]));
        Assert.Equal(400, (await hub.GetAsync(hub.Alpha, "/ops/endpoints?cursor=AAAA")).Status);
    }
}
