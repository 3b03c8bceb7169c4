using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Journeys;

/// <summary>
/// The app dies before or after, or loses the answer of, every single storage call of POST /v1/deposits, and is started again. The
/// merchant does what it is told to: it repeats the request until it is answered. Whatever MPay did meanwhile, there is one order
/// in the end, with its page or failed, and MPay never made two.
/// The suite runs a third of the cases, every call and every fault among them; all of them run with the environment variable PAYMENTHUB_MATRIX=whole.
/// </summary>
public sealed class MerchantApiCrashMatrix(ITestOutputHelper output)
{
    /// <summary>Journeys mostly wait, so several share the cores.</summary>
    private const int AtOnce = 6;

    private static readonly StorageFault[] Faults = [StorageFault.DieBefore, StorageFault.DieAfter, StorageFault.LoseAnswer];

    /// <summary>Insert, read, keep the page, enter the day, two lists, take their outbox entry back.</summary>
    [Fact]
    public Task A_deposit_survives_a_crash_at_every_storage_call_of_its_creation() => SurviveAsync(calls: 7, usual: 201, fault: null);

    /// <summary>
    /// Insert, read, fail with an event, wake its delivery, enter the day, look into two lists and write them, append to the feed, take the
    /// lists' outbox entry back: the merchant's webhook is owed from the third on.
    /// </summary>
    [Fact]
    public Task A_refused_deposit_survives_a_crash_at_every_storage_call_of_its_creation() =>
        SurviveAsync(calls: 11, usual: 422, FaultKind.RequestRefused);

    /// <summary>Insert, read, make way for the next request.</summary>
    [Fact]
    public Task A_deposit_whose_provider_is_away_survives_a_crash_at_every_storage_call_of_its_creation() =>
        SurviveAsync(calls: 3, usual: 502, FaultKind.RequestFails);

    private async Task SurviveAsync(int calls, int usual, FaultKind? fault)
    {
        var all = Environment.GetEnvironmentVariable("PAYMENTHUB_MATRIX") == "whole";
        var cases = Enumerable
            .Range(1, calls)
            .SelectMany(call => Faults.Select((one, i) => (Call: call, Fault: one, InSample: (call + i) % Faults.Length == 0)))
            .Where(one => all || one.InSample)
            .ToList();
        var failures = new ConcurrentBag<string>();
        var struck = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(
            cases,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (one, _) =>
            {
                try
                {
                    struck.Add($"{one.Fault} {await SurviveAsync(one.Call, one.Fault, usual, fault)}");
                }
                catch (Exception e)
                {
                    failures.Add($"{one.Fault} at call {one.Call}: {e.Message}");
                }
            }
        );

        // A storage call more or less would leave one out, or strike nothing.
        Assert.Equal(calls, await CountAsync(usual, fault));
        output.WriteLine($"{cases.Count} cases ran, struck at: {string.Join("; ", struck.Order(StringComparer.Ordinal))}");
        Assert.Empty(failures);
        Assert.Equal(cases.Count, struck.Count);
    }

    /// <summary>How many storage calls an undisturbed creation makes.</summary>
    private static async Task<int> CountAsync(int usual, FaultKind? providerFault)
    {
        await using var hub = await Hub.StartAsync();
        if (providerFault is { } kind)
            hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, kind) { Endpoint = "user/up" });
        hub.Process.Probe.Start(counts: _ => RunningFunction.Name == "CreateDeposit");

        Assert.Equal(usual, (await TryPostAsync(hub)).Status);

        return hub.Process.Probe.Calls.Count;
    }

    /// <summary>Runs one case and returns the call that was struck, and how it ended.</summary>
    private static async Task<string> SurviveAsync(int number, StorageFault storageFault, int usual, FaultKind? providerFault)
    {
        await using var hub = await Hub.StartAsync(
            new()
            {
                ["OutboxRelaySchedule"] = "*/1 * * * * *",
                ["PaymentHub:Outbox:Grace"] = "00:00:01",
                ["PaymentHub:Outbox:Repeat"] = "00:00:02",
                ["PaymentHub:PaymentPageLease"] = "00:00:03",
                ["PaymentHub:Merchants:alpha:Accounts:alpha_mpay:Settings:RequestTimeout"] = "00:00:02",
                ["PaymentHub:Merchants:beta:Accounts:beta_mpay:Settings:RequestTimeout"] = "00:00:02",
            }
        );
        if (providerFault is { } kind)
            hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, kind) { Endpoint = "user/up" });

        hub.Process.Probe.Start(call => call.Number == number ? storageFault : StorageFault.None);
        var first = TryPostAsync(hub);
        var call = await hub.Process.Probe.Struck.WaitAsync(Hub.Patience);
        if (storageFault == StorageFault.LoseAnswer)
        {
            // The SDK's second try meets the first: nobody outside may notice.
            Assert.Equal(usual, (await first).Status);
        }
        else
        {
            hub.Process.Kill();
            await first.WaitAsync(Hub.Patience);
            await hub.BringUpAsync();
        }

        var ended = await RepeatAsync(hub);
        await hub.SettleAsync();

        await AssertWholeAsync(hub, ended);
        return $"{call.Name} ({ended["status"]})";
    }

    private static async Task<JsonNode> RepeatAsync(Hub hub)
    {
        JsonNode? order = null;
        await Eventually.TrueAsync(
            async () =>
            {
                var (status, body) = await TryPostAsync(hub);
                Assert.True(
                    status is 200 or 201 or 422 or 502 or 0 || (status == 409 && (string)body!["code"]! == "in_progress"),
                    $"{status}: {body}"
                );
                order = status is 200 or 201 ? body : null;
                return order is not null;
            },
            Hub.Patience,
            "the repeated request is answered"
        );
        return order!;
    }

    /// <summary>The answer; 0 when the connection broke.</summary>
    private static async Task<(int Status, JsonNode? Body)> TryPostAsync(Hub hub)
    {
        try
        {
            return await hub.PostAsync(hub.Alpha, "/v1/deposits", MerchantApiWorld.Deposit("CRASH-1"));
        }
        catch (HttpRequestException)
        {
            return (0, null);
        }
    }

    private static async Task AssertWholeAsync(Hub hub, JsonNode ended)
    {
        var rows = await hub.RowsAsync(TableNames.Orders);
        Assert.Equal($"{ended["id"]}|order", Assert.Single(rows, row => row.RowKey.EndsWith("|order", StringComparison.Ordinal)).RowKey);
        // What stands is the outbox entry to ask about a deposit that nobody has paid.
        Assert.DoesNotContain(
            rows,
            row =>
                (row.RowKey.StartsWith("due|", StringComparison.Ordinal) && !Hub.IsPatient(row))
                || row.RowKey.StartsWith("dead|", StringComparison.Ordinal)
        );
        var events = rows.Where(row => row.RowKey.Contains("|event|", StringComparison.Ordinal)).ToList();
        var webhooks = hub.Sandbox.Merchant.Received.Items;
        var made = hub.Sandbox.MPay.Orders;
        Assert.True(made.Count <= 1, $"MPay has {made.Count} orders.");

        if ((string?)ended["payment_url"] is { } page)
        {
            Assert.Equal("awaiting_payment", (string?)ended["status"]);
            var order = Assert.Single(made);
            Assert.Equal((string?)ended["id"], order.MerchOrderId);
            Assert.EndsWith(order.Id, page, StringComparison.Ordinal);
            Assert.Empty(events);
            Assert.Empty(webhooks);
        }
        else
        {
            Assert.Equal("failed", (string?)ended["status"]);
            Assert.Single(events);
            var webhook = Assert.Single(webhooks.DistinctBy(webhook => (webhook.Id, webhook.Text)));
            Assert.Equal("deposit.failed", Hub.TypeOf(webhook));
            Assert.True(JsonNode.DeepEquals(ended, Hub.DataOf(webhook)), $"The webhook has {webhook.Text}, the API answers {ended}.");
        }

        var listing = await hub.RowsAsync(TableNames.Listing);
        Assert.Equal(events.Count, listing.Count(row => row.RowKey.StartsWith("at|", StringComparison.Ordinal)));
        var listed = listing.Where(row => row.GetString("Status") is not null).ToList();
        Assert.Equal(2, listed.Count);
        Assert.All(listed, row => Assert.Equal((string?)ended["status"], row.GetString("Status")));
    }
}
