using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.MPay;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>Deposits with a payment page of which no callback tells: the hub asks by itself, until they are paid or their time is over.</summary>
public sealed class OpenDeposits
{
    private const string Lifetime = "PaymentHub:Merchants:alpha:Accounts:alpha_mpay:PageLifetime";

    [Fact]
    public async Task A_payment_whose_callback_was_lost_is_found()
    {
        await using var hub = await StartAsync(("PaymentHub:Deposits:LongestPoll", "00:00:01"));
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "r-1");
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.CallbackDropped));

        await hub.Sandbox.MPay.PayAsync(id);
        var completed = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"));
        await NothingIsDueAsync(hub);

        Assert.Equal((id, "88", null), ((string?)completed["id"], (string?)completed["amount"], completed["late"]));
        Assert.Single(hub.Sandbox.Merchant.Received.Items);
    }

    /// <summary>No page, and no list that is read again: the provider's own deposit was on its way when we learned of it.</summary>
    [Fact]
    public async Task A_transfer_that_was_on_its_way_is_found_when_its_callback_is_lost()
    {
        await using var hub = await StartAsync();
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
        var (status, pending) = await hub.PostAsync(
            hub.Alpha,
            "/v1/deposits/import",
            new { account = hub.Alpha.PayProtocolAccount, provider_order_id = $"{recharge.RechargeId}" }
        );
        Assert.Equal((201, "pending"), (status, (string?)pending!["status"]));
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.PayProtocol, FaultKind.CallbackDropped));

        await hub.Sandbox.PayProtocol.SettleAsync(recharge.RechargeId, RechargeStatus.Success);
        var completed = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"));
        await NothingIsDueAsync(hub);

        Assert.Equal(((string?)pending["id"], "51.25", null), ((string?)completed["id"], (string?)completed["amount"], completed["late"]));
        Assert.Equal(["deposit.pending", "deposit.completed"], hub.Sandbox.Merchant.Received.Items.Select(Hub.TypeOf));
    }

    [Fact]
    public async Task A_page_that_nobody_pays_expires_and_is_left_alone_after_a_while()
    {
        await using var hub = await StartAsync(
            (Lifetime, "00:00:02"),
            ("PaymentHub:Deposits:LongestPoll", "00:00:01"),
            ("PaymentHub:Deposits:PollAfterExpiry", "00:00:03")
        );
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "r-1");

        var expired = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.expired"));
        await NothingIsDueAsync(hub);

        Assert.Equal((id, null), ((string?)expired["id"], expired["amount"]));
        Assert.Single(hub.Sandbox.Merchant.Received.Items);
        Assert.InRange(hub.Sandbox.MPay.Requests.Count("user/checkUpOrder"), 2, 8);
    }

    [Fact]
    public async Task A_page_that_was_scanned_and_never_paid_expires_too()
    {
        await using var hub = await StartAsync((Lifetime, "00:00:02"), ("PaymentHub:Deposits:LongestPoll", "00:00:01"));
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "r-1");

        await hub.Sandbox.MPay.PayAsync(id, MPayStatus.Pending);
        var expired = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.expired"));
        await hub.Sandbox.MPay.PayAsync(id);
        var completed = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"));
        await NothingIsDueAsync(hub);

        Assert.Equal((id, null), ((string?)expired["id"], expired["amount"]));
        Assert.Equal(("88", true), ((string?)completed["amount"], (bool)completed["late"]!));
        Assert.Equal(["deposit.expired", "deposit.completed"], hub.Sandbox.Merchant.Received.Items.Select(Hub.TypeOf));
    }

    [Fact]
    public async Task A_payment_that_came_in_time_is_not_late_though_it_is_found_by_the_last_question()
    {
        await using var hub = await StartAsync((Lifetime, "00:00:06"), ("PaymentHub:Deposits:FirstPoll", "00:01:00"));
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "r-1");
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.CallbackDropped));

        await hub.Sandbox.MPay.PayAsync(id);
        var completed = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"));
        await NothingIsDueAsync(hub);

        Assert.Null(completed["late"]);
        Assert.Equal(1, hub.Sandbox.MPay.Requests.Count("user/checkUpOrder"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_payment_after_that_completes_it_late_with_or_without_its_callback(bool callback)
    {
        await using var hub = await StartAsync((Lifetime, "00:00:01"), ("PaymentHub:Deposits:LongestPoll", "00:00:01"));
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "r-1");
        await hub.WebhookAsync(hub.Alpha, "deposit.expired");
        if (!callback)
            hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.CallbackDropped));

        await hub.Sandbox.MPay.PayAsync(id);
        var completed = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"));
        await NothingIsDueAsync(hub);

        Assert.Equal((id, true), ((string?)completed["id"], (bool)completed["late"]!));
        Assert.Equal(["deposit.expired", "deposit.completed"], hub.Sandbox.Merchant.Received.Items.Select(Hub.TypeOf));
    }

    [Fact]
    public async Task While_the_provider_is_away_nothing_expires_and_nothing_goes_to_poison()
    {
        await using var hub = await StartAsync((Lifetime, "00:00:01"), ("PaymentHub:Deposits:LongestPoll", "00:00:01"));
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.CallbackDropped));
        var down = hub.Sandbox.Faults.Add(new Fault(SandboxProvider.MPay, FaultKind.RequestFails) { Endpoint = "user/checkUpOrder", Times = null });
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "r-1");
        await hub.Sandbox.MPay.PayAsync(id);
        // Many more questions than the queue's patience of five; each is sent up to three times.
        await Eventually.TrueAsync(
            () => Task.FromResult(hub.Sandbox.MPay.Requests.Count("user/checkUpOrder") >= 21),
            Hub.Patience,
            "it was asked again and again"
        );
        Assert.Empty(hub.Sandbox.Merchant.Received.Items);

        hub.Sandbox.Faults.Remove(down.Id);
        await hub.WebhookAsync(hub.Alpha, "deposit.completed");
        await NothingIsDueAsync(hub);

        Assert.Equal(["deposit.completed"], hub.Sandbox.Merchant.Received.Items.Select(Hub.TypeOf));
        Assert.Equal(0, (await hub.Queue(QueueNames.DepositsPoison).GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Theory]
    [InlineData("87", "1.2", "review", "completed", "-1")]
    [InlineData("86", "1.2", "review", "needs_review", "-2")]
    [InlineData("86", "1.2", "accept", "completed", "-2")]
    [InlineData("87", "2", "review", "completed", "-1")]
    public async Task Less_than_was_asked_for_is_what_the_account_says(string paid, string tolerance, string rule, string status, string difference)
    {
        await using var hub = await StartAsync(
            ("PaymentHub:Merchants:alpha:Accounts:alpha_mpay:AmountTolerance", tolerance),
            ("PaymentHub:Merchants:alpha:Accounts:alpha_mpay:Underpaid", rule)
        );
        var id = await DepositSteps.MPayAsync(hub, hub.Alpha, "r-1");

        await hub.Sandbox.MPay.PayAsync(id, amount: paid);
        var told = Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit." + status));

        Assert.Equal((paid, "88", difference), ((string?)told["amount"], (string?)told["amount_expected"], (string?)told["amount_difference"]));
    }

    private static Task<Hub> StartAsync(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["OutboxRelaySchedule"] = "* * * * * *",
            ["PaymentHub:Outbox:Grace"] = "00:00:01",
            ["PaymentHub:Outbox:Repeat"] = "00:00:01",
            ["PaymentHub:Deposits:FirstPoll"] = "00:00:01",
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        return Hub.StartAsync(all);
    }

    private static Task NothingIsDueAsync(Hub hub) =>
        Eventually.TrueAsync(async () => (await hub.RowsAsync(TableNames.Orders, "due|")).Count == 0, Hub.Patience, "nothing is due any more");
}
