using System.Text.Json.Nodes;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Journeys;

/// <summary>An order that was over is looked at again, by name, and ends by the ordinary decision.</summary>
public sealed class ReopenedOrders(ITestOutputHelper output)
{
    private static readonly StorageFault[] Faults = [StorageFault.DieBefore, StorageFault.DieAfter, StorageFault.LoseAnswer];

    [Fact]
    public async Task A_completed_deposit_is_reopened_by_one_operator_and_resolved_by_another()
    {
        await using var hub = await Hub.StartAsync();
        var id = await CompleteAsync(hub, "order-1");

        var wrong = await hub.CallAsync(hub.Operator.Key, HttpMethod.Post, $"/ops/orders/{id}/review", new { note = "" });
        var role = await hub.CallAsync(hub.Second.Key, HttpMethod.Post, $"/ops/orders/{id}/review", new { version = 1, note = "look" });
        var done = await ReopenAsync(hub, id);
        var resolved = await hub.CallAsync(
            hub.Second.Key,
            HttpMethod.Post,
            $"/ops/orders/{id}/resolve",
            new
            {
                outcome = "failed",
                version = 2,
                note = "never came",
            }
        );

        Assert.Equal(["note", "version"], wrong.Body!["errors"]!.AsArray().Select(error => (string)error!["field"]!).Order());
        Assert.Equal((400, 403, 200, 200), (wrong.Status, role.Status, done.Status, resolved.Status));
        Assert.Equal("reopened", (string?)done.Body!["review_reason"]);
        var history = (await hub.CallAsync(hub.Operator.Key, HttpMethod.Get, $"/ops/orders/{id}")).Body!;
        Assert.Equal(
            ["reopened alice look", "failed bob never came"],
            history["decisions"]!.AsArray().Select(one => $"{one!["outcome"]} {one["by"]} {one["note"]}")
        );
        Assert.Contains(history["timeline"]!.AsArray(), entry => ((string?)entry!["source"], (string?)entry["by"]) == ("review", "alice"));
        await hub.WebhookAsync(hub.Alpha, "deposit.failed");
        await hub.SettleAsync();
        Assert.Equal(
            ["deposit.completed", "deposit.needs_review", "deposit.failed"],
            hub.Sandbox.Merchant.Received.Items.DistinctBy(webhook => (string)Hub.DataOf(webhook)["version"]!.ToString()).Select(Hub.TypeOf)
        );
        var told = (await hub.GetAsync(hub.Alpha, $"/v1/deposits/{id}/timeline")).Body!.ToJsonString();
        Assert.DoesNotContain("alice", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_deposit_that_was_paid_past_the_provider_is_completed_with_the_amount_that_an_operator_says()
    {
        await using var hub = await Hub.StartAsync();
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "order-1");
        Assert.Equal(200, (await hub.PostAsync(hub.Alpha, $"/v1/deposits/{id}/cancel", new { })).Status);
        Assert.Equal(200, (await ReopenAsync(hub, id)).Status);

        var missing = await CompleteAsync(null);
        var done = await CompleteAsync("80.5");
        var told = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"));

        Assert.Equal((400, "amount"), (missing.Status, (string?)missing.Body!["errors"]![0]!["field"]));
        Assert.Equal(200, done.Status);
        Assert.Equal(("80.5", "88", "-7.5"), ((string?)told["amount"], (string?)told["amount_expected"], (string?)told["amount_difference"]));
        var history = (await hub.CallAsync(hub.Operator.Key, HttpMethod.Get, $"/ops/orders/{id}")).Body!;
        Assert.Equal("80.5", (string?)history["decisions"]!.AsArray()[^1]!["amount"]);
        var timeline = (await hub.GetAsync(hub.Alpha, $"/v1/deposits/{id}/timeline")).Body!["data"]!.AsArray();
        Assert.Contains(
            timeline,
            entry => ((string?)entry!["source"], (string?)entry["amount"], (string?)entry["currency"]) == ("resolve", "80.5", "CNY")
        );

        Task<(int Status, JsonNode? Body)> CompleteAsync(string? amount) =>
            hub.CallAsync(
                hub.Second.Key,
                HttpMethod.Post,
                $"/ops/orders/{id}/resolve",
                new JsonObject
                {
                    ["outcome"] = "completed",
                    ["version"] = 2,
                    ["amount"] = amount,
                    ["note"] = "paid to the till",
                }
            );
    }

    /// <summary>
    /// The app dies before or after, or loses the answer of, each storage call of the request, and starts again. The operator says it again:
    /// it is reopened once, told once, and stands in the list of reviews.
    /// </summary>
    [Fact]
    public async Task A_crash_at_any_storage_call_reopens_it_once()
    {
        await using var hub = await Hub.StartAsync();
        var first = await CompleteAsync(hub, "order-0");
        hub.Process.Probe.Start(counts: _ => RunningFunction.Name == "ReopenOrder");
        Assert.Equal(200, (await ReopenAsync(hub, first)).Status);
        await hub.SettleAsync(); // The webhook's attempt goes on beside the answer.
        var calls = hub.Process.Probe.Calls.Count;
        Assert.InRange(calls, 5, 12);

        var struck = new List<string>();
        foreach (var (call, fault) in Enumerable.Range(1, calls).SelectMany(call => Faults.Select(fault => (call, fault))))
        {
            var id = await CompleteAsync(hub, $"order-{call}-{fault}");
            hub.Process.Probe.Start(one => one.Number == call ? fault : StorageFault.None, counts: _ => RunningFunction.Name == "ReopenOrder");
            var request = TryAsync(hub, id);
            struck.Add($"{fault} {(await hub.Process.Probe.Struck.WaitAsync(Hub.Patience)).Name}");
            if (fault == StorageFault.LoseAnswer)
            {
                Assert.Equal(200, await request);
            }
            else
            {
                hub.Process.Kill();
                await request.WaitAsync(Hub.Patience);
                await hub.BringUpAsync();
            }

            Assert.Equal(200, await TryAsync(hub, id));
            await Eventually.TrueAsync(
                () => Task.FromResult(Told(hub, id).Contains("deposit.needs_review")),
                Hub.Patience,
                $"the merchant is told after {struck[^1]}"
            );
            var order = OrderRows.Order(Assert.Single(await hub.RowsAsync(TableNames.Orders, $"{id}|order")));
            Assert.Equal((OrderStatus.NeedsReview, 2), (order.Status, order.Version));
            Assert.Single(order.Reopenings!);
            var reviews = (await hub.CallAsync(hub.Operator.Key, HttpMethod.Get, "/ops/reviews?limit=100")).Body!["data"]!.AsArray();
            Assert.Contains(reviews, review => (string?)review!["order"]!["id"] == id);
        }

        output.WriteLine(string.Join("; ", struck));
    }

    private static IReadOnlyList<string> Told(Hub hub, string id) =>
        [.. hub.Sandbox.Merchant.Received.Items.Where(webhook => (string?)Hub.DataOf(webhook)["id"] == id).Select(Hub.TypeOf)];

    private static async Task<string> CompleteAsync(Hub hub, string reference)
    {
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, reference);
        await hub.Sandbox.MPay.PayAsync(id);
        await Eventually.TrueAsync(() => Task.FromResult(Told(hub, id).Contains("deposit.completed")), Hub.Patience, $"{reference} is completed");
        await hub.SettleAsync();
        return id;
    }

    private static Task<(int Status, JsonNode? Body)> ReopenAsync(Hub hub, string id) =>
        hub.CallAsync(hub.Operator.Key, HttpMethod.Post, $"/ops/orders/{id}/review", new { version = 1, note = "look" });

    /// <summary>The status; 0 when the connection broke.</summary>
    private static async Task<int> TryAsync(Hub hub, string id)
    {
        try
        {
            return (await ReopenAsync(hub, id)).Status;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
