using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Journeys;

/// <summary>Deposits that their merchant cancels, while the provider's page stays open.</summary>
public sealed class Cancellations(ITestOutputHelper output)
{
    /// <summary>Journeys mostly wait, so several share the cores.</summary>
    private const int AtOnce = 6;

    private static readonly StorageFault[] Faults = [StorageFault.DieBefore, StorageFault.DieAfter, StorageFault.LoseAnswer];

    [Fact]
    public async Task A_cancelled_deposit_that_is_paid_all_the_same_is_completed_late()
    {
        await using var hub = await Hub.StartAsync();
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "r-1");

        var (status, cancelled) = await CancelAsync(hub, id);
        var told = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.expired"));
        var again = await CancelAsync(hub, id);
        await hub.Sandbox.MPay.PayAsync(id);
        var completed = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"));
        var late = await CancelAsync(hub, id);

        Assert.Equal((200, "expired"), (status, (string?)cancelled!["status"]));
        Assert.True(JsonNode.DeepEquals(cancelled, told), $"The webhook has {told}, the API answers {cancelled}.");
        Assert.True(JsonNode.DeepEquals(cancelled, again.Body), $"{again}");
        Assert.Equal(("88", true), ((string?)completed["amount"], (bool)completed["late"]!));
        Assert.Equal((409, "not_cancellable"), (late.Status, (string?)late.Body!["code"]));
        var (_, timeline) = await hub.GetAsync(hub.Alpha, $"/v1/deposits/{id}/timeline");
        Assert.Contains(timeline!["data"]!.AsArray(), entry => ((string?)entry!["what"], (string?)entry["source"]) == ("done", "cancel"));
    }

    [Fact]
    public async Task A_payment_whose_callback_was_lost_is_found_before_anything_is_cancelled()
    {
        await using var hub = await Hub.StartAsync();
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "r-1");
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.CallbackDropped));
        await hub.Sandbox.MPay.PayAsync(id);

        var (status, body) = await CancelAsync(hub, id);
        var completed = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"));

        Assert.Equal((409, "not_cancellable", null), (status, (string?)body!["code"], completed["late"]));
    }

    /// <summary>Read, expire with an event, wake its delivery, look into two lists and write
    /// them, append to the feed, take the lists' outbox entry back.</summary>
    [Fact]
    public async Task A_cancellation_survives_a_crash_at_every_storage_call()
    {
        const int Calls = 9;
        var struck = new ConcurrentBag<string>();

        Assert.Equal(Calls, await CountAsync());
        await Parallel.ForEachAsync(
            Enumerable.Range(1, Calls),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (call, _) => struck.Add(await SurviveAsync(call, Faults[call % Faults.Length]))
        );

        output.WriteLine(string.Join("; ", struck.Order(StringComparer.Ordinal)));
        Assert.Equal(Calls, struck.Count);
    }

    private static async Task<int> CountAsync()
    {
        await using var hub = await Hub.StartAsync();
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "r-1");
        hub.Process.Probe.Start(counts: _ => RunningFunction.Name == "CancelDeposit");

        Assert.Equal(200, (await CancelAsync(hub, id)).Status);

        return hub.Process.Probe.Calls.Count;
    }

    private static async Task<string> SurviveAsync(int number, StorageFault fault)
    {
        await using var hub = await Hub.StartAsync(
            new()
            {
                ["OutboxRelaySchedule"] = "*/1 * * * * *",
                ["PaymentHub:Outbox:Grace"] = "00:00:01",
                ["PaymentHub:Outbox:Repeat"] = "00:00:02",
            }
        );
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "r-1");
        hub.Process.Probe.Start(call => call.Number == number ? fault : StorageFault.None, _ => RunningFunction.Name == "CancelDeposit");
        var first = TryCancelAsync(hub, id);
        var struck = await hub.Process.Probe.Struck.WaitAsync(Hub.Patience);
        if (fault == StorageFault.LoseAnswer)
        {
            Assert.Equal(200, (await first).Status);
        }
        else
        {
            hub.Process.Kill();
            await first.WaitAsync(Hub.Patience);
            await hub.BringUpAsync();
        }

        JsonNode? ended = null;
        await Eventually.TrueAsync(
            async () => await TryCancelAsync(hub, id) is (200, { } body) && (ended = body) is not null,
            Hub.Patience,
            "the repeated request is answered"
        );
        await hub.WebhookAsync(hub.Alpha, "deposit.expired");
        await hub.SettleAsync();

        var webhook = Assert.Single(hub.Sandbox.Merchant.Received.Items.DistinctBy(webhook => (webhook.Id, webhook.Text)));
        Assert.True(JsonNode.DeepEquals(ended, Hub.DataOf(webhook)), $"{struck.Name}: the webhook has {webhook.Text}, the API answers {ended}.");
        Assert.Single(await hub.RowsAsync(TableNames.Orders), row => row.RowKey.Contains("|event|", StringComparison.Ordinal));
        var listing = await hub.RowsAsync(TableNames.Listing);
        Assert.Single(listing, row => row.RowKey.StartsWith("at|", StringComparison.Ordinal));
        Assert.Equal(["expired", "expired"], listing.Select(row => row.GetString("Status")).OfType<string>());
        return $"{fault} {struck.Name}";
    }

    private static Task<(int Status, JsonNode? Body)> CancelAsync(Hub hub, string id) =>
        hub.PostAsync(hub.Alpha, $"/v1/deposits/{id}/cancel", new { });

    /// <summary>The answer; 0 when the connection broke.</summary>
    private static async Task<(int Status, JsonNode? Body)> TryCancelAsync(Hub hub, string id)
    {
        try
        {
            return await CancelAsync(hub, id);
        }
        catch (HttpRequestException)
        {
            return (0, null);
        }
    }
}
