using System.Globalization;
using System.Text.Json.Nodes;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>What a merchant learns without webhooks: the feed, an order's timeline; and what repairs both after a crash.</summary>
public sealed class MerchantEvents
{
    private static readonly Dictionary<string, string?> Relaying = new()
    {
        ["OutboxRelaySchedule"] = "*/1 * * * * *",
        ["PaymentHub:Outbox:Grace"] = "00:00:01",
        ["PaymentHub:Outbox:Repeat"] = "00:00:02",
        ["PaymentHub:Feed:Delay"] = "00:00:04",
    };

    [Fact]
    public async Task A_merchant_that_was_down_catches_up_by_the_feed()
    {
        await using var hub = await Hub.StartAsync(new(Relaying));
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await DepositSteps.MPayAsync(hub, hub.Alpha, $"feed-{i}"));
            await hub.Sandbox.MPay.PayAsync(ids[i]);
            await Eventually.TrueAsync(async () => await FeedRowsAsync(hub) == i + 1, Hub.Patience, "the event stands in the feed");
        }

        await Eventually.TrueAsync(async () => Data(await hub.GetAsync(hub.Alpha, "/v1/events")).Count == 3, Hub.Patience, "all events are shown");
        var first = (await hub.GetAsync(hub.Alpha, "/v1/events?limit=1")).Body!;
        var byCursor = Data(await hub.GetAsync(hub.Alpha, $"/v1/events?cursor={first["next_cursor"]}"));
        var byEvent = Data(await hub.GetAsync(hub.Alpha, $"/v1/events?after={first["data"]![0]!["id"]}"));
        var nothing = Data(await hub.GetAsync(hub.Alpha, $"/v1/events?after={byEvent[^1]!["id"]}"));

        Assert.Equal(ids.Select(id => $"evt_{id}_1"), [(string?)first["data"]![0]!["id"], .. byEvent.Select(item => (string?)item!["id"])]);
        Assert.Equal(byCursor.ToJsonString(), byEvent.ToJsonString());
        Assert.Empty(nothing);
        var webhook = hub.Sandbox.Merchant.Received.Items.Single(one => one.Id == (string?)byEvent[0]!["id"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(webhook.Text), byEvent[0]!["payload"]));
        Assert.Equal(["id", "object", "type", "timestamp", "order", "version", "payload"], byEvent[0]!.AsObject().Select(member => member.Key));
        Assert.Equal(400, (await hub.GetAsync(hub.Beta, $"/v1/events?after={byEvent[0]!["id"]}")).Status);
    }

    [Fact]
    public async Task The_newest_events_are_seen_first_at_once_and_filtered()
    {
        await using var hub = await Hub.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Insert(0, await DepositSteps.MPayAsync(hub, hub.Alpha, $"newest-{i}"));
            await hub.Sandbox.MPay.PayAsync(ids[0]);
            await Eventually.TrueAsync(async () => await FeedRowsAsync(hub) == i + 1, Hub.Patience, "the event stands in the feed");
        }

        var first = (await hub.GetAsync(hub.Alpha, "/v1/events?sort=newest&limit=2")).Body!;
        var second = (await hub.GetAsync(hub.Alpha, $"/v1/events?sort=newest&limit=2&cursor={first["next_cursor"]}")).Body!;

        Assert.Equal(
            ids.Select(id => $"evt_{id}_1"),
            first["data"]!.AsArray().Concat(second["data"]!.AsArray()).Select(item => (string?)item!["id"])
        );
        Assert.Null(second["next_cursor"]);
        Assert.Equal(
            ["id", "object", "type", "timestamp", "order", "version", "payload"],
            first["data"]![0]!.AsObject().Select(member => member.Key)
        );
        var customer = (string?)first["data"]![0]!["payload"]!["data"]!["customer_id"];
        Assert.Equal(
            3,
            Data(
                await hub.GetAsync(
                    hub.Alpha,
                    $"/v1/events?sort=newest&type=deposit.completed&account=alpha_mpay&customer_id={customer}&from=2020-01-01"
                )
            ).Count
        );
        Assert.Empty(Data(await hub.GetAsync(hub.Alpha, "/v1/events?sort=newest&account=alpha_pay")));
        Assert.Empty(Data(await hub.GetAsync(hub.Beta, "/v1/events?sort=newest")));
        Assert.Equal(400, (await hub.GetAsync(hub.Beta, $"/v1/events?sort=newest&limit=2&cursor={first["next_cursor"]}")).Status);
        Assert.Equal(400, (await hub.GetAsync(hub.Alpha, $"/v1/events?limit=2&cursor={first["next_cursor"]}")).Status);
    }

    [Fact]
    public async Task A_timeline_tells_everything_in_order()
    {
        await using var hub = await Hub.StartAsync();
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "timeline-1");
        hub.Sandbox.Merchant.FailNext(1);
        await hub.Sandbox.MPay.PayAsync(id);
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        await hub.SettleAsync();

        var (status, timeline) = await hub.GetAsync(hub.Alpha, $"/v1/deposits/{id}/timeline");

        Assert.Equal(200, status);
        var entries = timeline!["data"]!.AsArray();
        Assert.Equal(["created", "done", "notice", "status", "event", "attempt", "attempt"], entries.Select(entry => (string?)entry!["what"]));
        Assert.Equal(("merchant", "timeline-1"), ((string?)entries[0]!["by"], (string?)entries[0]!["reference"]));
        Assert.Equal("page", (string?)entries[1]!["source"]);
        Assert.Equal(
            ("callback", "completed", true, "88"),
            ((string?)entries[2]!["source"], (string?)entries[2]!["said"], (bool)entries[2]!["confirmed"]!, (string?)entries[2]!["amount"])
        );
        Assert.Equal(("awaiting_payment", "completed"), ((string?)entries[3]!["from"], (string?)entries[3]!["to"]));
        Assert.Equal(($"evt_{id}_1", "deposit.completed"), ((string?)entries[4]!["event"], (string?)entries[4]!["type"]));
        Assert.Equal([(1, 500), (2, 200)], entries.Skip(5).Select(entry => ((int)entry!["number"]!, (int)entry["http_status"]!)));
        var times = entries.Select(entry => DateTimeOffset.Parse((string)entry!["at"]!, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(times.Order(), times);
        Assert.True((bool)timeline["complete"]!);
    }

    /// <summary>The request dies right after its commit, and the merchant never asks again: the outbox entry in the commit lists the order.</summary>
    [Fact]
    public async Task A_request_that_died_after_its_commit_is_listed_although_nobody_repeats_it()
    {
        await using var hub = await Hub.StartAsync(new(Relaying));
        // Insert, read, keep the page.
        hub.Process.Probe.Start(call => call.Number == 3 ? StorageFault.DieAfter : StorageFault.None);
        var request = hub.PostAsync(hub.Alpha, "/v1/deposits", MerchantApiWorld.Deposit("ALONE-1"));
        await hub.Process.Probe.Struck.WaitAsync(Hub.Patience);
        hub.Process.Kill();
        await Assert.ThrowsAnyAsync<Exception>(() => request);
        Assert.Empty(await hub.RowsAsync(TableNames.Listing));

        await hub.BringUpAsync();
        await hub.SettleAsync();

        var order = Assert.Single(Data(await hub.GetAsync(hub.Alpha, "/v1/deposits?customer_id=USER10001")));
        Assert.Equal("ALONE-1", (string?)order!["reference"]);
        Assert.NotNull((string?)order["payment_url"]);
        Assert.Single(Data(await hub.GetAsync(hub.Alpha, "/v1/deposits")));
    }

    [Fact]
    public async Task Too_many_requests_are_told_when_to_go_on()
    {
        await using var hub = await Hub.StartAsync(new() { ["PaymentHub:RateLimit:PerSecond"] = "1", ["PaymentHub:RateLimit:Burst"] = "2" });
        using var client = new HttpClient();

        var answers = new List<MerchantApiAnswer>();
        for (var i = 0; i < 10; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(hub.Address, "/v1/accounts?limit=1"));
            request.Headers.Add("Authorization", $"Bearer {hub.Alpha.ApiKey}");
            using var response = await client.SendAsync(request);
            answers.Add(await MerchantApiAnswer.ReadAsync(response));
        }

        Assert.Equal(200, answers[0].Status);
        var refused = answers.Find(answer => answer.Status != 200);
        Assert.NotNull(refused);
        refused.AssertProblem(429, "rate_limited");
        Assert.InRange(int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(200, (await hub.GetAsync(hub.Beta, "/v1/accounts")).Status);
    }

    private static JsonArray Data((int Status, JsonNode? Body) answer)
    {
        Assert.Equal(200, answer.Status);
        return answer.Body!["data"]!.AsArray();
    }

    private static async Task<int> FeedRowsAsync(Hub hub) => (await hub.RowsAsync(TableNames.Listing, "at|")).Count;
}
