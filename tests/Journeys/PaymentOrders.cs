using System.Text.Json.Nodes;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>Pay Protocol's one-off invoices. The provider reports each transfer to one twice: as a payment, and as a recharge.</summary>
public sealed class PaymentOrders
{
    internal const string Account = "PaymentHub:Merchants:alpha:Accounts:alpha_pay";

    [Fact]
    public async Task An_invoice_has_a_page_and_an_address_of_its_own()
    {
        await using var hub = await StartAsync();

        var order = await CreateAsync(hub);

        Assert.Equal(("awaiting_payment", "tron", "10"), ((string?)order["status"], (string?)order["network"], (string?)order["amount_expected"]));
        Assert.StartsWith("https://payment.payprotocol.network/", (string)order["payment_url"]!, StringComparison.Ordinal);
        Assert.Equal(hub.Sandbox.PayProtocol.PaymentOrders.All[0].UserWalletAddress, (string?)order["address"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Paid_in_whole_it_is_completed_once_whichever_callback_comes_first(bool paymentFirst)
    {
        await using var hub = await StartAsync(paymentFirst: paymentFirst);
        var order = await CreateAsync(hub);

        await hub.Sandbox.PayProtocol.PaymentOrders.PayAsync((string)order["id"]!);
        var completed = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"));
        await DoneAsync(hub, callbacks: 2);

        Assert.Equal(((string?)order["id"], "10", null), ((string?)completed["id"], (string?)completed["amount"], completed["amount_difference"]));
        await AssertOneAsync(hub, "completed", "deposit.completed");
    }

    [Theory]
    [InlineData("the recharge's callback is lost", true)]
    [InlineData("the payment's callback is lost", false)]
    public async Task One_callback_of_the_two_is_enough(string what, bool paymentFirst)
    {
        await using var hub = await StartAsync(paymentFirst: !paymentFirst);
        var order = await CreateAsync(hub);
        // It strikes the first of the two.
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.PayProtocol, FaultKind.CallbackDropped));

        await hub.Sandbox.PayProtocol.PaymentOrders.PayAsync((string)order["id"]!);
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        await DoneAsync(hub, callbacks: 1);

        Assert.NotEmpty(what);
        await AssertOneAsync(hub, "completed", "deposit.completed");
    }

    [Fact]
    public async Task Paid_in_two_parts_it_is_pending_with_what_came_and_then_completed()
    {
        await using var hub = await StartAsync();
        var id = (string)(await CreateAsync(hub))["id"]!;

        await hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id, "4");
        var pending = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.pending"));
        await DoneAsync(hub, callbacks: 2);
        var (_, part) = await hub.GetAsync(hub.Alpha, $"/v1/deposits/{id}");
        await hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id);
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        await DoneAsync(hub, callbacks: 4);

        Assert.Equal(id, (string?)pending["id"]);
        Assert.Equal(("4", "10", "-6"), ((string?)part!["amount"], (string?)part["amount_expected"], (string?)part["amount_difference"]));
        var order = await AssertOneAsync(hub, "completed", "deposit.pending", "deposit.completed");
        Assert.Equal("10", (string?)order["amount"]);
    }

    [Theory]
    [InlineData("review", "needs_review", "amount_mismatch")]
    [InlineData("accept", "completed", null)]
    public async Task Paid_in_part_and_no_more_it_is_what_the_account_says_when_asking_is_over(string rule, string status, string? reason)
    {
        await using var hub = await StartAsync(
            new()
            {
                [$"{Account}:Underpaid"] = rule,
                [$"{Account}:PageLifetime"] = "00:00:05",
                ["PaymentHub:Deposits:FirstPoll"] = "00:00:01",
                ["PaymentHub:Deposits:LongestPoll"] = "00:00:01",
                ["PaymentHub:Deposits:PollAfterExpiry"] = "00:00:02",
            }
        );
        var id = (string)(await CreateAsync(hub))["id"]!;

        await hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id, "4");
        var told = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit." + status));
        await DoneAsync(hub, callbacks: 2);

        Assert.Equal(
            (id, "4", "-6", reason, null),
            ((string?)told["id"], (string?)told["amount"], (string?)told["amount_difference"], (string?)told["review_reason"], told["late"])
        );
        await AssertOneAsync(hub, status, "deposit.pending", "deposit." + status);
        Assert.Empty(await hub.RowsAsync(TableNames.Orders, "due|"));
    }

    [Theory]
    [InlineData("review", "needs_review", "amount_mismatch")]
    [InlineData("accept", "completed", null)]
    public async Task Paid_too_much_it_is_what_the_account_says(string rule, string status, string? reason)
    {
        await using var hub = await StartAsync(new() { [$"{Account}:Overpaid"] = rule });
        var id = (string)(await CreateAsync(hub))["id"]!;

        await hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id, "10.5");
        var told = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit." + status));
        await DoneAsync(hub, callbacks: 2);

        Assert.Equal(
            ("10.5", "10", "0.5", reason),
            ((string?)told["amount"], (string?)told["amount_expected"], (string?)told["amount_difference"], (string?)told["review_reason"])
        );
        await AssertOneAsync(hub, status, "deposit." + status);
    }

    [Fact]
    public async Task Paid_after_its_time_it_is_completed_late()
    {
        await using var hub = await StartAsync(new() { [$"{Account}:PageLifetime"] = "00:00:01", ["PaymentHub:Deposits:FirstPoll"] = "00:00:01" });
        var id = (string)(await CreateAsync(hub))["id"]!;
        await hub.WebhookAsync(hub.Alpha, "deposit.expired");

        await hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id);
        var completed = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"));
        await DoneAsync(hub, callbacks: 2);

        Assert.True((bool)completed["late"]!);
        await AssertOneAsync(hub, "completed", "deposit.expired", "deposit.completed");
    }

    [Fact]
    public async Task Seen_in_time_and_confirmed_after_it_it_is_completed_and_not_late()
    {
        await using var hub = await StartAsync(
            new()
            {
                ["OutboxRelaySchedule"] = "* * * * * *",
                [$"{Account}:PageLifetime"] = "00:00:05",
                ["PaymentHub:Deposits:FirstPoll"] = "00:00:01",
            }
        );
        var id = (string)(await CreateAsync(hub))["id"]!;

        await hub.Sandbox.PayProtocol.PaymentOrders.PayAsync(id, status: RechargeStatus.Pending);
        await hub.WebhookAsync(hub.Alpha, "deposit.pending");
        await Eventually.TrueAsync(
            async () =>
                (await hub.RowsAsync(TableNames.Orders, $"{id}|order"))
                    .Single()
                    .GetString("Data")!
                    .Contains("\"TimeIsOver\":true", StringComparison.Ordinal),
            Hub.Patience,
            "its time is over"
        );
        await hub.Sandbox.PayProtocol.SettleAsync(hub.Sandbox.PayProtocol.Recharges[0].RechargeId, RechargeStatus.Success);
        var completed = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"));
        await DoneAsync(hub, callbacks: 2);

        Assert.Null(completed["late"]);
        await AssertOneAsync(hub, "completed", "deposit.pending", "deposit.completed");
    }

    internal static Task<Hub> StartAsync(Dictionary<string, string?>? more = null, bool paymentFirst = false) =>
        Hub.StartAsync(
            new(more ?? []) { [$"{Account}:Settings:PaymentOrders"] = "true" },
            options => options with { PayProtocol = options.PayProtocol with { PaymentToldFirst = paymentFirst } }
        );

    internal static async Task<JsonNode> CreateAsync(Hub hub)
    {
        var (status, order) = await hub.PostAsync(
            hub.Alpha,
            "/v1/deposits",
            new
            {
                account = hub.Alpha.PayProtocolAccount,
                customer_id = "u-1",
                amount = "10",
                currency = "USDT",
                network = "tron",
                reference = "r-1",
            }
        );
        Assert.True(status == 201, $"{status} {order?.ToJsonString()}");
        return order!;
    }

    internal static async Task DoneAsync(Hub hub, int callbacks)
    {
        await Eventually.TrueAsync(
            async () => (await hub.VerdictsAsync()).Count == callbacks,
            Hub.Patience,
            $"{callbacks} callbacks have their verdicts"
        );
        await hub.SettleAsync();
    }

    /// <summary>There is one deposit, and the merchant was told of it what it should be.</summary>
    internal static async Task<JsonNode> AssertOneAsync(Hub hub, string status, params string[] events)
    {
        var row = Assert.Single(await hub.RowsAsync(TableNames.Orders), row => row.RowKey.EndsWith("|order", StringComparison.Ordinal));
        Assert.Equal(events, hub.Sandbox.Merchant.Received.Items.Select(Hub.TypeOf));
        var (_, order) = await hub.GetAsync(hub.Alpha, $"/v1/deposits/{row.RowKey.Split('|')[0]}");
        Assert.Equal(status, (string?)order!["status"]);
        return order;
    }
}
