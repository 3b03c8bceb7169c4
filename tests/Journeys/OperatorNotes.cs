using System.Text.Json.Nodes;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>Why operators did what they did: kept with what they did it to, and told to no merchant.</summary>
public sealed class OperatorNotes : OperatorBench
{
    [Fact]
    public async Task Whoever_takes_a_callback_out_of_quarantine_may_say_why_and_the_evidence_keeps_it()
    {
        await using var hub = await Hub.StartAsync();
        var ids = await RefusedAsync(hub, 3);

        Assert.Equal(202, (await DoAsync(hub, $"/ops/quarantine/{ids[0]}/replay", new { note = "The key was wrong." })).Status);
        Assert.Equal(200, (await DoAsync(hub, $"/ops/quarantine/{ids[1]}/discard", new { note = "不是我们的" })).Status);
        var bulk = await DoAsync(
            hub,
            "/ops/quarantine/discard",
            new
            {
                account = hub.Alpha.MPayAccount,
                from = "2020-01-01",
                to = "2100-01-01",
                note = "A flood.",
            }
        );

        Assert.Equal(200, bulk.Status);
        var evidence = await hub.RowsAsync(TableNames.Callbacks, "callback|");
        Assert.Equal(
            ["The key was wrong.", "不是我们的", "A flood."],
            [
                evidence.Single(row => row.GetString("Id") == ids[0]).GetString("ReplayedNote"),
                evidence.Single(row => row.GetString("Id") == ids[1]).GetString("DiscardedNote"),
                evidence.Single(row => row.GetString("Id") == ids[2]).GetString("DiscardedNote"),
            ]
        );
    }

    /// <summary>The longest notes there are, of characters that are written as two: they have to fit into a column.</summary>
    [Fact]
    public async Task The_last_five_who_replayed_a_callback_stay_with_it()
    {
        await using var hub = await Hub.StartAsync();
        var id = Assert.Single(await RefusedAsync(hub, 1));
        for (var i = 1; i <= 7; i++)
        {
            Assert.Equal(202, (await DoAsync(hub, $"/ops/quarantine/{id}/replay", new { note = $"{i}" + new string('"', 1023) })).Status);
            await Eventually.TrueAsync(
                async () => (await hub.GetAsync(hub.Alpha, $"/ops/quarantine/{id}")).Status == 200,
                Hub.Patience,
                "it is in quarantine again, for it is no better"
            );
        }

        var taken = (await hub.GetAsync(hub.Alpha, $"/ops/quarantine/{id}")).Body!["taken_out"]!.AsArray();

        Assert.Equal(["3", "4", "5", "6", "7"], taken.Select(one => ((string)one!["note"]!)[..1]));
        Assert.All(
            taken,
            one => Assert.Equal(("replayed", "alice", 1024), ((string?)one!["how"], (string?)one["by"], ((string)one["note"]!).Length))
        );
    }

    [Fact]
    public async Task A_note_stands_in_the_decisions_of_its_order_and_the_merchant_is_not_told()
    {
        await using var hub = await Hub.StartAsync(
            new() { ["OutboxRelaySchedule"] = "* * * * * *", ["PaymentHub:Merchants:alpha:Endpoints:main:Schedule"] = "01:00:00" }
        );
        var id = await DepositSteps.DeadLetterAsync(hub, "noted");
        var letter = Assert.Single(await DataAsync(hub, "/ops/dead-letters"))!;

        Assert.Equal(202, (await DoAsync(hub, $"/ops/dead-letters/{letter["key"]}/revive", new { note = "The disk was full." })).Status);
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        var history = (await hub.GetAsync(hub.Alpha, $"/ops/orders/{id}")).Body!;

        var decision = Assert.Single(history["decisions"]!.AsArray())!;
        Assert.Equal(
            ("revive", "alice", "deliver|main", "The disk was full."),
            ((string?)decision["outcome"], (string?)decision["by"], (string?)decision["about"], (string?)decision["note"])
        );
        var entry = Assert.Single(history["timeline"]!.AsArray(), one => (string?)one!["source"] == "revive")!;
        Assert.Equal(("alice", "The disk was full."), ((string?)entry["by"], (string?)entry["note"]));
        var merchants = (await hub.GetAsync(hub.Alpha, $"/v1/deposits/{id}/timeline")).Body!.ToJsonString();
        Assert.Contains("\"by\":\"operator\"", merchants, StringComparison.Ordinal);
        Assert.DoesNotContain("The disk was full.", merchants, StringComparison.Ordinal);
        Assert.DoesNotContain("deliver|main", merchants, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_of_a_redelivery_in_bulk_stands_with_each_order()
    {
        await using var hub = await Hub.StartAsync(new() { ["PaymentHub:Merchants:alpha:Endpoints:main:Schedule"] = "00:00:00.1" });
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "bulk");
        hub.Sandbox.Merchant.FailNext(2);
        await hub.Sandbox.MPay.PayAsync(id);
        await Eventually.TrueAsync(async () => (await DataAsync(hub, "/ops/webhooks/failed")).Count == 1, Hub.Patience, "it was given up");

        var (status, step) = await DoAsync(
            hub,
            "/ops/webhooks/redeliver",
            new
            {
                account = hub.Alpha.MPayAccount,
                from = TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd"),
                to = TimeProvider.System.GetUtcNow().AddDays(1).ToString("yyyy-MM-dd"),
                note = "Their firewall.",
            }
        );

        Assert.Equal((202, 1), (status, (int)step!["events"]!));
        var decision = Assert.Single((await hub.GetAsync(hub.Alpha, $"/ops/orders/{id}")).Body!["decisions"]!.AsArray())!;
        Assert.Equal(("redeliver", "main", "Their firewall."), ((string?)decision["outcome"], (string?)decision["about"], (string?)decision["note"]));
    }

    [Fact]
    public async Task A_note_that_cannot_be_kept_is_told_by_its_field_and_nothing_is_done()
    {
        await using var hub = await Hub.StartAsync();
        var id = Assert.Single(await RefusedAsync(hub, 1));
        object[] wrong = [new { note = new string('n', 1025) }, new { note = "" }, new { note = "a\nb" }, new { note = 1 }];

        foreach (var path in (string[])["replay", "discard"])
        {
            foreach (var body in wrong)
            {
                var (status, problem) = await DoAsync(hub, $"/ops/quarantine/{id}/{path}", body);
                Assert.Equal((400, "note"), (status, (string?)Assert.Single(problem!["errors"]!.AsArray())!["field"]));
            }

            Assert.Equal(400, (await DoAsync(hub, $"/ops/quarantine/{id}/{path}", new { why = "?" })).Status);
        }

        using var client = new HttpClient();
        using var text = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Address, $"/ops/quarantine/{id}/discard"))
        {
            Headers = { Authorization = new("Bearer", hub.Operator.Key) },
            Content = new StringContent("note"),
        };
        using var refused = await client.SendAsync(text);
        Assert.Equal(415, (int)refused.StatusCode);
        Assert.Single(await DataAsync(hub, "/ops/quarantine"));
        // A client that has nothing to say may name the type of a body all the same.
        using var nothing = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Address, $"/ops/quarantine/{id}/discard"))
        {
            Headers = { Authorization = new("Bearer", hub.Operator.Key) },
            Content = new FormUrlEncodedContent([]),
        };
        using var done = await client.SendAsync(nothing);
        Assert.Equal(200, (int)done.StatusCode);
    }

    private static Task<(int Status, JsonNode? Body)> DoAsync(Hub hub, string path, object body) =>
        hub.CallAsync(hub.Alpha, HttpMethod.Post, path, body);

    /// <summary>Callbacks in quarantine, the first to come first.</summary>
    private static async Task<List<string>> RefusedAsync(Hub hub, int count)
    {
        var url = new Uri(hub.Address, "/callbacks/" + hub.Alpha.CallbackId(hub.Alpha.MPayAccount));
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(
                400,
                (await SignedCallback.MPay(hub.Alpha.Keys.MPay, ("merchOrderId", $"{i}")).Altered("&sign=", "&sig=").PostAsync(url)).Status
            );
        }

        return [.. (await DataAsync(hub, "/ops/quarantine")).Select(item => (string)item!["id"]!).Reverse()];
    }
}
