using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Sandbox.Callbacks;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Journeys;

/// <summary>
/// The app dies before or after, or loses the answer of, every single storage call on the road from callback to recorded delivery,
/// and is started again. The payment must come through whole: one order, one event, one webhook id, listed, delivered. What was
/// in the hands of the dead process stays hidden in its queue for ten minutes, so everything here is the outbox relay's doing.
/// The suite runs a third of the cases, every call and every fault among them; all of them run with the environment variable PAYMENTHUB_MATRIX=whole.
/// </summary>
public sealed class CrashMatrix(ITestOutputHelper output)
{
    /// <summary>Journeys mostly wait, so several share the cores.</summary>
    private const int AtOnce = 6;

    private static readonly StorageFault[] Faults = [StorageFault.DieBefore, StorageFault.DieAfter, StorageFault.LoseAnswer];

    // As many calls as StorageBudget counts, and what only the first one costs: the look-up of an address that is not remembered yet,
    // the day that has orders now, and the account's first being heard of.
    [Theory]
    [InlineData("pay_protocol", 12)]
    [InlineData("usdt_gateway", 12)]
    [InlineData("mpay", 13)]
    public Task A_deposit_survives_a_crash_at_every_storage_call(string provider, int calls) => SurviveAllAsync(provider, calls, []);

    [Fact]
    public Task A_deposit_that_is_delivered_by_the_queue_survives_a_crash_at_every_storage_call() =>
        SurviveAllAsync("usdt_gateway", 15, new() { ["PaymentHub:Delivery:FirstAttempts"] = "0" });

    /// <summary>Between the storage calls lies the attempt itself, made by whoever committed the event.</summary>
    [Theory]
    [InlineData("before it is sent")]
    [InlineData("when it has arrived")]
    [InlineData("when it is answered")]
    [InlineData("and the answer is lost")]
    public async Task A_deposit_survives_a_crash_at_its_first_attempt(string moment)
    {
        var sends = new SendProbe();
        await using var hub = await StartAsync([], sends.AddTo);
        var pay = await DepositSteps.PrepareAsync(hub, "pay_protocol");
        var struck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = hub.Process;
        sends.Arm(
            "/merchant/webhooks/alpha",
            async (send, token) =>
            {
                if (moment == "when it has arrived")
                    hub.Sandbox.Merchant.AnswerNext(new() { Break = true });
                if (moment != "before it is sent")
                    await Task.WhenAny(send(token));
                if (moment != "and the answer is lost")
                    process.Probe.Die();
                struck.SetResult();
                throw moment == "and the answer is lost"
                    ? new HttpRequestException("The connection broke before the answer arrived (as planned).")
                    : new OperationCanceledException("The process is dead (as planned).");
            }
        );

        var paying = pay();
        await struck.Task.WaitAsync(Hub.Patience);
        if (moment != "and the answer is lost")
        {
            process.Kill();
            await hub.BringUpAsync();
        }

        await paying.WaitAsync(Hub.Patience);
        await Eventually.TrueAsync(
            async () =>
                (await hub.RowsAsync(TableNames.Orders)).Any(row =>
                    row.RowKey.Contains("|attempt|", StringComparison.Ordinal) && row.GetInt32("Status") == 200
                ),
            Hub.Patience,
            "the delivery is recorded"
        );
        await hub.SettleAsync();
        await Eventually.TrueAsync(async () => await CallbacksAreDoneAsync(hub, "pay_protocol"), Hub.Patience, "the provider is done");

        await AssertWholeAsync(hub, "pay_protocol");
    }

    private async Task SurviveAllAsync(string provider, int calls, Dictionary<string, string?> settings)
    {
        var whole = Environment.GetEnvironmentVariable("PAYMENTHUB_MATRIX") == "whole";
        var cases = Enumerable
            .Range(1, calls)
            .SelectMany(call => Faults.Select((fault, i) => (Call: call, Fault: fault, InSample: (call + i + provider.Length) % Faults.Length == 0)))
            .Where(one => whole || one.InSample)
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
                    struck.Add($"{one.Fault} {await SurviveAsync(provider, one.Call, one.Fault, settings)}");
                }
                catch (Exception e)
                {
                    failures.Add($"{one.Fault} at call {one.Call}: {e.Message}");
                }
            }
        );

        output.WriteLine($"{cases.Count} cases ran, struck at: {string.Join("; ", struck.Order(StringComparer.Ordinal))}");
        Assert.Empty(failures);
        Assert.Equal(cases.Count, struck.Count);
    }

    /// <summary>Runs one case and returns the call that was struck.</summary>
    private static async Task<string> SurviveAsync(string provider, int number, StorageFault fault, Dictionary<string, string?> settings)
    {
        await using var hub = await StartAsync(settings);
        var pay = await DepositSteps.PrepareAsync(hub, provider);

        hub.Process.Probe.Start(call => call.Number == number ? fault : StorageFault.None);
        var paying = pay();
        var call = await hub.Process.Probe.Struck.WaitAsync(Hub.Patience);
        if (fault != StorageFault.LoseAnswer)
        {
            hub.Process.Kill();
            await hub.BringUpAsync();
        }

        await paying.WaitAsync(Hub.Patience);
        if (provider == "usdt_gateway" && hub.Sandbox.Gateway.Callbacks.Attempts.Items.All(attempt => !attempt.Acknowledged))
            // The gateway promises no retry of a callback that was not acknowledged: support sends it again by hand.
            await hub.Sandbox.Gateway.ResendAsync(hub.Sandbox.Gateway.Recharges[0].OrderId);
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        await hub.SettleAsync();
        await Eventually.TrueAsync(async () => await CallbacksAreDoneAsync(hub, provider), Hub.Patience, "the provider is done");

        await AssertWholeAsync(hub, provider);
        return call.Name;
    }

    private static Task<Hub> StartAsync(Dictionary<string, string?> settings, Action<IServiceCollection>? services = null) =>
        Hub.StartAsync(
            new(settings)
            {
                ["OutboxRelaySchedule"] = "*/1 * * * * *",
                ["PaymentHub:Outbox:Grace"] = "00:00:01",
                ["PaymentHub:Outbox:Repeat"] = "00:00:02",
                // Whoever dies during an attempt leaves the outbox relay held off for this long.
                ["PaymentHub:Delivery:Timeout"] = "00:00:05",
            },
            options => options with { TimeScale = 15 },
            services
        );

    private static async Task<bool> CallbacksAreDoneAsync(Hub hub, string provider)
    {
        var sender = provider switch
        {
            "pay_protocol" => hub.Sandbox.PayProtocol.Callbacks,
            "usdt_gateway" => hub.Sandbox.Gateway.Callbacks,
            _ => hub.Sandbox.MPay.Callbacks,
        };
        return sender.Deliveries.Items.Any(delivery => delivery.State == DeliveryState.Acknowledged)
            && (await hub.RowsAsync(TableNames.Callbacks, "pending|")).Count == 0;
    }

    private static async Task AssertWholeAsync(Hub hub, string provider)
    {
        var rows = await hub.RowsAsync(TableNames.Orders);
        Assert.Single(rows, row => row.RowKey.EndsWith("|order", StringComparison.Ordinal));
        var stored = Assert.Single(rows, row => row.RowKey.Contains("|event|", StringComparison.Ordinal));
        Assert.Equal("deposit.completed", stored.GetString("Type"));
        Assert.DoesNotContain(
            rows,
            row => row.RowKey.StartsWith("due|", StringComparison.Ordinal) || row.RowKey.StartsWith("dead|", StringComparison.Ordinal)
        );
        var delivery = Assert.Single(rows, row => row.RowKey.Contains("|delivery|", StringComparison.Ordinal));
        Assert.Equal("[]", delivery.GetString("Owed"));
        Assert.Single(rows, row => row.RowKey.Contains("|attempt|", StringComparison.Ordinal) && row.GetInt32("Status") == 200);

        var webhooks = hub.Sandbox.Merchant.Received.Items;
        Assert.All(webhooks, webhook => Assert.True(webhook.Verified));
        Assert.Single(webhooks.Select(webhook => (webhook.Id, webhook.Text)).Distinct());
        Assert.Equal(DepositSteps.Amount(provider), (string)Hub.DataOf(webhooks[0])["amount"]!);

        var listing = await hub.RowsAsync(TableNames.Listing);
        Assert.Single(listing, row => row.PartitionKey == "alpha|deposit|days");
        Assert.Equal(
            stored.GetString("Body"),
            Assert.Single(listing, row => row.RowKey.StartsWith("at|", StringComparison.Ordinal)).GetString("Body")
        );
        var listed = listing.Where(row => row.GetString("Status") is not null).ToList();
        Assert.Equal(2, listed.Count);
        Assert.All(listed, row => Assert.Equal("completed", row.GetString("Status")));

        var verdicts = await hub.VerdictsAsync();
        Assert.Contains("applied", verdicts);
        Assert.All(verdicts, verdict => Assert.True(verdict is "applied" or "unchanged", verdict));
    }
}
