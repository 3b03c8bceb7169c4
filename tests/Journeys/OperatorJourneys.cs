using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Functions;
using PaymentHub.Listings;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>What an operator sees and does when something went wrong.</summary>
public sealed class OperatorJourneys : OperatorBench
{
    [Fact]
    public async Task A_callback_that_was_refused_for_a_wrong_key_is_replayed_when_the_key_is_right()
    {
        const string Setting = "PaymentHub:Merchants:alpha:Accounts:alpha_usdt:Settings:GatewayPublicKey";
        var wrong = new TestMerchant("beta").Keys.Gateway.GatewayPublicKey;
        await using var hub = await Hub.StartAsync(new() { [Setting] = wrong });
        await (await DepositSteps.PrepareAsync(hub, "usdt_gateway"))();
        await Eventually.TrueAsync(async () => (await hub.VerdictsAsync()).Count == 1, Hub.Patience, "the callback has its verdict");

        var listed = Assert.Single(await DataAsync(hub, "/ops/quarantine"))!;
        Assert.Equal(("alpha_usdt", "bad_signature"), ((string?)listed["account"], (string?)listed["verdict"]));
        Assert.Single(await DataAsync(hub, "/ops/quarantine?account=alpha_usdt&from=2020-01-01"));
        Assert.Empty(await DataAsync(hub, "/ops/quarantine?account=alpha_pay"));
        Assert.Empty(await DataAsync(hub, "/ops/quarantine?to=2020-01-01"));
        var whole = await hub.GetAsync(hub.Alpha, $"/ops/quarantine/{listed["id"]}");
        Assert.Contains("recharge_callback", (string?)whole.Body!["body_text"], StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Alpha.CallbackId(hub.Alpha.GatewayAccount), whole.Body.ToJsonString(), StringComparison.Ordinal);

        await hub.Process.DisposeAsync();
        hub.Set(Setting, hub.Alpha.Keys.Gateway.GatewayPublicKey);
        await hub.BringUpAsync();
        Assert.Equal(202, await PostAsync(hub, $"/ops/quarantine/{listed["id"]}/replay"));
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        await hub.SettleAsync();

        Assert.Equal(["applied"], await hub.VerdictsAsync());
        Assert.Empty(await DataAsync(hub, "/ops/quarantine"));
        foreach (var path in (string[])["", "/replay", "/discard"])
        {
            Assert.Equal(
                404,
                path.Length == 0
                    ? (await hub.GetAsync(hub.Alpha, $"/ops/quarantine/{listed["id"]}")).Status
                    : await PostAsync(hub, $"/ops/quarantine/{listed["id"]}{path}")
            );
        }
    }

    [Fact]
    public async Task Refused_callbacks_are_paged_and_a_discarded_one_keeps_its_evidence()
    {
        await using var hub = await Hub.StartAsync();
        var url = new Uri(hub.Address, "/callbacks/" + hub.Alpha.CallbackId(hub.Alpha.MPayAccount));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(
                400,
                (await SignedCallback.MPay(hub.Alpha.Keys.MPay, ("merchOrderId", $"{i}")).Altered("&sign=", "&sig=").PostAsync(url)).Status
            );
        }

        var ids = new List<string?>();
        var cursor = "";
        do
        {
            var (status, page) = await hub.GetAsync(hub.Alpha, $"/ops/quarantine?limit=2{cursor}");
            Assert.Equal(200, status);
            ids.AddRange(page!["data"]!.AsArray().Select(item => (string?)item!["id"]));
            cursor = (string?)page["next_cursor"] is { } next ? $"&cursor={next}" : "";
        } while (cursor.Length > 0);
        Assert.Equal(5, ids.Count);
        Assert.Equal(ids.OrderDescending(StringComparer.Ordinal), ids);

        Assert.Equal(200, await PostAsync(hub, $"/ops/quarantine/{ids[2]}/discard"));

        Assert.DoesNotContain(await DataAsync(hub, "/ops/quarantine"), item => (string?)item!["id"] == ids[2]);
        Assert.Equal(5, (await hub.VerdictsAsync()).Count);

        var now = TimeProvider.System.GetUtcNow();
        var groups = (await hub.GetAsync(hub.Alpha, "/ops/quarantine-groups?account=alpha_mpay")).Body!;
        Assert.True((bool)groups["complete"]!);
        Assert.All(
            groups["data"]!.AsArray(),
            group => Assert.Equal(("alpha_mpay", "malformed"), ((string?)group!["account"], (string?)group["verdict"]))
        );
        Assert.Equal(4, groups["data"]!.AsArray().Sum(group => (int)group!["callbacks"]!));
        object Request(string account, string verdict) =>
            new
            {
                account,
                verdict,
                from = now.AddHours(-1).ToString("O"),
                to = now.AddHours(1).ToString("O"),
            };
        foreach (
            var (account, verdict, expected) in new[] { ("alpha_pay", "malformed", 0), ("alpha_mpay", "poison", 0), ("alpha_mpay", "malformed", 4) }
        )
        {
            var (status, step) = await hub.PostAsync(hub.Alpha, "/ops/quarantine/discard", Request(account, verdict));
            Assert.Equal((200, expected, false), (status, (int)step!["discarded"]!, (bool)step["more"]!));
        }

        Assert.Equal(400, (await hub.PostAsync(hub.Alpha, "/ops/quarantine/discard", new { account = "alpha_mpay" })).Status);
        Assert.Empty(await DataAsync(hub, "/ops/quarantine"));
        Assert.Equal(5, (await hub.VerdictsAsync()).Count);
    }

    [Fact]
    public async Task A_dead_letter_is_revived()
    {
        await using var hub = await Hub.StartAsync(
            new() { ["OutboxRelaySchedule"] = "*/1 * * * * *", ["PaymentHub:Merchants:alpha:Endpoints:main:Schedule"] = "01:00:00" }
        );
        var id = await DepositSteps.DeadLetterAsync(hub, "dead-1");

        var deadLetter = Assert.Single(await DataAsync(hub, "/ops/dead-letters"))!;
        Assert.Equal((id, "deliver|main"), ((string?)deadLetter["order"], (string?)deadLetter["what"]));
        Assert.Equal(202, await PostAsync(hub, $"/ops/dead-letters/{deadLetter["key"]}/revive"));
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");

        var timeline = (await hub.GetAsync(hub.Alpha, $"/ops/orders/{id}")).Body!["timeline"]!.AsArray();
        Assert.Contains(timeline, entry => ((string?)entry!["source"], (string?)entry["by"]) == ("revive", "alice"));
        Assert.Empty(await DataAsync(hub, "/ops/dead-letters"));
        Assert.Equal(404, await PostAsync(hub, $"/ops/dead-letters/{deadLetter["key"]}/revive"));
        Assert.Equal(404, await PostAsync(hub, "/ops/dead-letters/nonsense/revive"));
    }

    [Fact]
    public async Task Lists_that_keep_failing_are_dead_letters_and_revived()
    {
        await using var hub = await Hub.StartAsync(new() { ["OutboxRelaySchedule"] = "*/1 * * * * *" });
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "dead-2");
        var entry = Keys.OutboxEntry(Keys.Due, TimeProvider.System.GetUtcNow(), id, Keys.List);
        // Without a queue it is one that no relay wakes.
        await hub.Table(TableNames.Orders).AddEntityAsync(new TableEntity(Keys.OrderBucket(id), entry));
        var message = ReindexEnvelope.Write(id, entry).ToString();

        foreach (var _ in (int[])[1, 2])
            await hub.Process.Services.GetRequiredService<DeliveryMessages>().DeadLetterAsync(message, default);

        var deadLetter = Assert.Single(await DataAsync(hub, "/ops/dead-letters"))!;
        Assert.Equal((id, "list"), ((string?)deadLetter["order"], (string?)deadLetter["what"]));
        Assert.Empty(await hub.RowsAsync(TableNames.Orders, entry));
        Assert.Equal(202, await PostAsync(hub, $"/ops/dead-letters/{deadLetter["key"]}/revive"));
        await Eventually.TrueAsync(
            async () => !(await hub.RowsAsync(TableNames.Orders, "due|")).Any(row => row.RowKey.EndsWith("|list", StringComparison.Ordinal)),
            Hub.Patience,
            "the outbox entry is kept"
        );
        Assert.Empty(await DataAsync(hub, "/ops/dead-letters"));
    }
}
