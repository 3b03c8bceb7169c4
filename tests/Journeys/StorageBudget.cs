using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>
/// What a deposit costs, counted at the storage clients' pipelines from the callback's arrival to the recorded delivery. Every call is
/// named here, so that a new one is a decision and not an accident. Receiving from queues is shared by a batch and not counted.
/// </summary>
public sealed class StorageBudget
{
    private static readonly string[] Accept = ["callbacks: transaction", "queue callbacks: send"];
    private static readonly string[] Conclude = ["callbacks: transaction", "queue callbacks: delete"];

    /// <summary>The event and where it stands, in one.</summary>
    private const string Feed = "listing: transaction";

    /// <summary>That the account was heard of: each instance writes it once a minute, so only an account's first callback pays.</summary>
    private const string HeardOf = "listing: update";

    /// <summary>The attempt's record, with what is owed then: it is made by whoever committed the event, who knows the rest.</summary>
    private const string Delivered = "orders: transaction";

    /// <summary>By the queue: where the endpoint is not healthy and free.</summary>
    private static readonly string[] DeliverByQueue = ["queue webhooks: send", "orders: read", Delivered, "queue webhooks: delete"];

    /// <summary>The order is inserted without looking; whose address it is was looked up for an earlier deposit.</summary>
    [Theory]
    [InlineData("pay_protocol")]
    [InlineData("usdt_gateway")]
    public async Task A_provider_created_deposit_costs_nine_operations(string provider)
    {
        await using var hub = await Hub.StartAsync();
        var pay = await DepositSteps.PrepareAsync(hub, provider);
        await pay();
        await DoneAsync(hub, 1);

        hub.Process.Probe.Start();
        await pay();
        await DoneAsync(hub, 2);

        string[] expected = [.. Accept, "orders: transaction", "listing: add", "listing: add", Feed, Delivered, .. Conclude];
        Assert.Equal(9, expected.Length);
        AssertCalls(hub, expected);
    }

    [Fact]
    public async Task A_deposit_that_is_delivered_by_the_queue_costs_twelve_operations()
    {
        await using var hub = await Hub.StartAsync(new() { ["PaymentHub:Delivery:FirstAttempts"] = "0" });
        var pay = await DepositSteps.PrepareAsync(hub, "usdt_gateway");
        await pay();
        await DoneAsync(hub, 1);

        hub.Process.Probe.Start();
        await pay();
        await DoneAsync(hub, 2);

        string[] expected = [.. Accept, "orders: transaction", "listing: add", "listing: add", Feed, .. DeliverByQueue, .. Conclude];
        Assert.Equal(12, expected.Length);
        AssertCalls(hub, expected);
    }

    /// <summary>Stored, read and kept with its page, listed twice, and the outbox entry of
    /// the lists taken back. The day's first enters the day, too.</summary>
    [Fact]
    public async Task A_payment_page_costs_six_operations()
    {
        await using var hub = await Hub.StartAsync();
        await DepositSteps.MPayAsync(hub, hub.Alpha, "first");

        hub.Process.Probe.Start();
        await DepositSteps.MPayAsync(hub, hub.Alpha, "second");

        AssertCalls(hub, ["orders: transaction", "orders: read", "orders: transaction", "listing: add", "listing: add", "orders: DELETE"]);
    }

    /// <summary>The order is there before: it is read, and so are its rows in two lists, which are then replaced.</summary>
    [Fact]
    public async Task A_merchant_created_deposit_costs_twelve_operations_and_one_to_say_that_its_account_was_heard_of()
    {
        await using var hub = await Hub.StartAsync();
        var pay = await DepositSteps.PrepareAsync(hub, "mpay");

        hub.Process.Probe.Start();
        await pay();
        await DoneAsync(hub, 1);

        AssertCalls(
            hub,
            [
                .. Accept,
                "orders: read",
                "orders: transaction",
                "listing: read",
                "listing: update",
                "listing: read",
                "listing: update",
                Feed,
                Delivered,
                HeardOf,
                .. Conclude,
            ]
        );
    }

    /// <summary>What it says is remembered to have completed its order, so that nobody looks at that.</summary>
    [Theory]
    [InlineData("usdt_gateway")]
    [InlineData("mpay")]
    public async Task A_repeated_callback_costs_four_operations(string provider)
    {
        await using var hub = await Hub.StartAsync();
        var pay = await DepositSteps.PrepareAsync(hub, provider);
        await pay();
        await DoneAsync(hub, 1);

        hub.Process.Probe.Start();
        if (provider == "mpay")
            await hub.Sandbox.MPay.ResendAsync(hub.Sandbox.MPay.Orders[0].MerchOrderId);
        else
            await hub.Sandbox.Gateway.ResendAsync(hub.Sandbox.Gateway.Recharges[0].OrderId);
        await Eventually.TrueAsync(
            () => Task.FromResult(hub.Process.Probe.Calls.Any(call => call.Name == "queue callbacks: delete")),
            Hub.Patience,
            "the callback's message is deleted"
        );

        string[] expected = [.. Accept, .. Conclude];
        Assert.Equal(4, expected.Length);
        AssertCalls(hub, expected);
    }

    /// <summary>Read, moved to its next time, woken then; nothing is told and nothing listed.</summary>
    [Fact]
    public async Task Asking_about_an_open_deposit_costs_four_operations()
    {
        await using var hub = await Hub.StartAsync(new() { ["PaymentHub:Deposits:FirstPoll"] = "00:00:02" });
        hub.Process.Probe.Start(counts: _ => RunningFunction.Name != "CreateDeposit");
        await DepositSteps.MPayAsync(hub, hub.Alpha, "first");
        await AskedAsync(hub);

        AssertCalls(hub, ["orders: read", "orders: transaction", "queue deposits: send", "queue deposits: delete"]);
    }

    /// <summary>Whose address it is was looked up when we learned of it.</summary>
    [Fact]
    public async Task Asking_about_a_deposit_of_the_provider_s_costs_no_more()
    {
        await using var hub = await Hub.StartAsync(new() { ["PaymentHub:Deposits:FirstPoll"] = "00:00:02" });
        await DepositSteps.PrepareAsync(hub, "pay_protocol");
        var recharge = await hub.Sandbox.PayProtocol.PayAsync(
            new()
            {
                Account = hub.Alpha.Id,
                Uuid = "USER10001",
                Amount = "51.25",
                Status = RechargeStatus.Pending,
            }
        );
        await hub.PostAsync(
            hub.Alpha,
            "/v1/deposits/import",
            new { account = hub.Alpha.PayProtocolAccount, provider_order_id = $"{recharge.RechargeId}" }
        );
        await DoneAsync(hub, 1);

        hub.Process.Probe.Start();
        await AskedAsync(hub);

        AssertCalls(hub, ["orders: read", "orders: transaction", "queue deposits: send", "queue deposits: delete"]);
    }

    /// <summary>The same with the event of its end: listed twice, fed, the outbox entry of that taken back; and delivered.</summary>
    [Fact]
    public async Task An_expired_deposit_costs_ten_operations()
    {
        await using var hub = await Hub.StartAsync(new() { ["PaymentHub:Merchants:alpha:Accounts:alpha_mpay:PageLifetime"] = "00:00:02" });
        hub.Process.Probe.Start(counts: _ => RunningFunction.Name != "CreateDeposit");
        await DepositSteps.MPayAsync(hub, hub.Alpha, "first");
        await AskedAsync(hub);
        await DoneAsync(hub, 1);

        AssertCalls(
            hub,
            [
                "orders: read",
                "orders: transaction",
                "listing: read",
                "listing: update",
                "listing: read",
                "listing: update",
                Feed,
                "orders: DELETE",
                "queue deposits: delete",
                Delivered,
            ]
        );
    }

    private static Task AskedAsync(Hub hub) =>
        Eventually.TrueAsync(
            () => Task.FromResult(hub.Process.Probe.Calls.Any(call => call.Name == "queue deposits: delete")),
            Hub.Patience,
            "it was asked about"
        );

    /// <summary>Done is when the messages are gone: they go last.</summary>
    private static async Task DoneAsync(Hub hub, int webhooks)
    {
        await Eventually.TrueAsync(
            () => Task.FromResult(hub.Sandbox.Merchant.Received.Items.Count == webhooks),
            Hub.Patience,
            "the webhook has arrived"
        );
        await hub.SettleAsync();
        await Eventually.TrueAsync(
            async () =>
                (await hub.Queue("webhooks").GetPropertiesAsync()).Value.ApproximateMessagesCount == 0
                && (await hub.Queue("callbacks").GetPropertiesAsync()).Value.ApproximateMessagesCount == 0,
            Hub.Patience,
            "the queues are empty"
        );
    }

    private static void AssertCalls(Hub hub, string[] expected)
    {
        // The delivery runs beside the end of the callback's processing, so the calls' sequence may differ.
        Assert.Equal(expected.Order(), hub.Process.Probe.Calls.Select(call => call.Name).Order());
    }
}
