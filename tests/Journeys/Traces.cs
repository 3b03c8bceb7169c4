using System.Diagnostics;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>One trace leads from a callback's request to the webhook, whatever lies between.</summary>
public sealed class Traces
{
    private static readonly Dictionary<string, string?> Relayed = new()
    {
        ["OutboxRelaySchedule"] = "*/1 * * * * *",
        ["PaymentHub:Outbox:Grace"] = "00:00:01",
        ["PaymentHub:Outbox:Repeat"] = "00:00:02",
        ["PaymentHub:Merchants:alpha:Accounts:alpha_usdt:UnknownAddresses"] = "accept",
    };

    [Fact]
    public async Task A_webhook_bears_the_trace_of_the_callback_that_led_to_it()
    {
        await using var hub = await Hub.StartAsync(new() { ["PaymentHub:Merchants:alpha:Accounts:alpha_usdt:UnknownAddresses"] = "accept" });

        var first = await PostAsync(hub, "1750000000000000001");
        var second = await PostAsync(hub, "1750000000000000002");

        Assert.Equal(200, first.Status);
        await Eventually.TrueAsync(() => Task.FromResult(TracesOf(hub).Count == 2), Hub.Patience, "both webhooks have arrived");
        Assert.Equal(((string[])[first.Trace, second.Trace]).Order(), TracesOf(hub).Order());
    }

    [Fact]
    public async Task An_endpoint_that_fails_gets_every_attempt_in_the_same_trace()
    {
        await using var hub = await Hub.StartAsync(new() { ["PaymentHub:Merchants:alpha:Accounts:alpha_usdt:UnknownAddresses"] = "accept" });
        hub.Sandbox.Merchant.FailNext(2);

        var (_, trace) = await PostAsync(hub, "1750000000000000001");
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");

        Assert.Equal([trace, trace, trace], TracesOf(hub));
    }

    [Theory]
    [InlineData("queue callbacks: send", nameof(StorageFault.DieBefore))]
    [InlineData("orders: transaction", nameof(StorageFault.DieBefore))]
    [InlineData("orders: transaction", nameof(StorageFault.DieAfter))]
    [InlineData("queue webhooks: send", nameof(StorageFault.DieBefore))]
    public async Task What_the_outbox_relay_wakes_goes_on_in_its_trace(string call, string fault)
    {
        var settings = new Dictionary<string, string?>(Relayed);
        if (call == "queue webhooks: send")
            settings["PaymentHub:Delivery:FirstAttempts"] = "0"; // Else none is sent.
        await using var hub = await Hub.StartAsync(settings);
        hub.Process.Probe.Start(one => one.Name == call ? Enum.Parse<StorageFault>(fault) : StorageFault.None);

        var posting = PostAsync(hub, "1750000000000000001");
        await hub.Process.Probe.Struck.WaitAsync(Hub.Patience);
        hub.Process.Kill();
        await hub.BringUpAsync();
        var (_, trace) = await posting;
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");

        Assert.All(TracesOf(hub), one => Assert.Equal(trace, one));
        Assert.All(
            (await hub.RowsAsync(TableNames.Orders, "due|")).Where(row => !Hub.IsPatient(row)),
            row => Assert.Contains(trace, row.GetString(OutboxEntry.Trace), StringComparison.Ordinal)
        );
    }

    /// <summary>Posts a callback as a caller that has a trace of its own; its status, 0 when there was no answer, and that trace's id.</summary>
    private static async Task<(int Status, string Trace)> PostAsync(Hub hub, string order)
    {
        using var caller = new Activity("caller").Start();
        var data =
            $$"""{"identify":"same","chain_type":3,"contract_type":32,"order_id":"{{order}}","transaction_id":"{{new string('a', 45)}}{{order}}","amount":10}""";
        try
        {
            var answer = await SignedCallback
                .Gateway(hub.Alpha.Keys.Gateway, data)
                .PostAsync(new Uri(hub.Address, "/callbacks/" + hub.Alpha.CallbackId(hub.Alpha.GatewayAccount)));
            return (answer.Status, caller.TraceId.ToHexString());
        }
        catch (HttpRequestException)
        {
            return (0, caller.TraceId.ToHexString());
        }
    }

    private static List<string> TracesOf(Hub hub) =>
        [
            .. hub.Sandbox.Merchant.Received.Items.Select(webhook =>
                webhook.Headers.Single(header => header.Key.Equals("traceparent", StringComparison.OrdinalIgnoreCase)).Value.Split('-')[1]
            ),
        ];
}
