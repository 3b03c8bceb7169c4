using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Orders;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Support.App;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>An app, the providers, and somebody who looks on with storage that never fails. One road is gone after the other.</summary>
internal sealed partial class FaultWorld : IAsyncDisposable
{
    /// <summary>The end of a withdrawal whose intent was written, whose writer was told otherwise, and of which nobody can be asked.</summary>
    public const string InReview = "not paid, needs_review outcome_unknown";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ClientPatience = TimeSpan.FromSeconds(10);

    private static readonly HashSet<string> Timers =
    [
        .. AppFunction.All.Where(function => function.Trigger is TimerTriggerAttribute).Select(function => function.Name),
    ];

    private readonly Hub _hub;
    private readonly FaultProbe _faults;
    private readonly HubProcess _looker;
    private readonly DirectoryWire _wire;

    private FaultWorld(Hub hub, FaultProbe faults)
    {
        (_hub, _faults, _wire) = (hub, faults, new DirectoryWire(hub));
        _looker = hub.MakeSecond();
    }

    public FaultProbe Faults => _faults;

    /// <param name="road">What is to be gone there.</param>
    public static async Task<FaultWorld> StartAsync(string road)
    {
        var faults = new FaultProbe();
        // Only a withdrawal waits until the time to send is over.
        var quick = road == "withdrawal";
        var timeout = quick ? "00:00:01" : "00:00:10";
        var settings = Payouts.Settings(
            ("OutboxRelaySchedule", "*/1 * * * * *"),
            ("PaymentHub:MasterKeys:0", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
            ("PaymentHub:Outbox:Grace", "00:00:00.500"),
            ("PaymentHub:Outbox:Repeat", "00:00:01"),
            ("PaymentHub:Withdrawals:SendWindow", quick ? "00:00:01.500" : "00:00:30"),
            ("PaymentHub:Withdrawals:QuietPeriod", "00:00:01"),
            // Whoever fails to record an attempt leaves the outbox relay held off for this long.
            ("PaymentHub:Delivery:Timeout", "00:00:02"),
            ("Accounts:alpha_pay:ResubmitWhenAbsent", "true"),
            ("Accounts:alpha_mpay:ResubmitWhenAbsent", "true"),
            ("Accounts:alpha_pay:Settings:RequestTimeout", timeout),
            ("Accounts:alpha_usdt:Settings:RequestTimeout", timeout),
            ("Accounts:alpha_mpay:Settings:RequestTimeout", timeout),
            ("PaymentHub:Merchants:beta:Accounts:beta_pay:Settings:RequestTimeout", timeout),
            ("PaymentHub:Merchants:beta:Accounts:beta_usdt:Settings:RequestTimeout", timeout),
            ("PaymentHub:Merchants:beta:Accounts:beta_mpay:Settings:RequestTimeout", timeout)
        );
        return new FaultWorld(await Hub.StartAsync(settings, options => options with { TimeScale = 60 }, faults.AddTo), faults);
    }

    /// <summary>Goes a road to its end with at most one fault in it, and says what it came to.</summary>
    public async Task<string> GoAsync(string road, string of, int number, CallPlace? place, CallFault fault)
    {
        var counts = road == "directory" ? (Func<string, bool>)(function => function == of) : function => !Timers.Contains(function);
        void Arm() => _faults.Start(counts, place, fault);
        var end = road switch
        {
            "deposit" => await DepositAsync(of, number, Arm),
            "withdrawal" => await WithdrawalAsync(of, number, Arm),
            "resolve" => await ResolveAsync(number, Arm),
            _ => await ChangeAsync(of, number, Arm, place is not null && fault is CallFault.Conflict or CallFault.Outdate),
        };
        // What is still on its way must not be counted as the next road's.
        await Eventually.TrueAsync(AreQueuesEmptyAsync, Patience, "the queues are empty");
        return end;
    }

    public async ValueTask DisposeAsync()
    {
        _wire.Dispose();
        await _looker.DisposeAsync();
        await _hub.DisposeAsync();
    }

    /// <summary>From the payment to the merchant's knowledge of it.</summary>
    private async Task<string> DepositAsync(string provider, int number, Action arm)
    {
        var customer = FormattableString.Invariant($"USER{10_000 + number}");
        var pay = await DepositSteps.PrepareAsync(_hub, provider, customer);
        arm();
        await pay().WaitAsync(Patience);
        if (provider == "usdt_gateway")
            await ResendAsync(_hub.Sandbox.Gateway.Recharges[^1].OrderId);
        var id = "";
        await Eventually.TrueAsync(
            () => Task.FromResult((id = Told(webhook => (string?)webhook["customer_id"] == customer).Select(IdOf).FirstOrDefault() ?? "").Length > 0),
            Patience,
            $"{customer}'s payment is told"
        );
        Assert.Single(Told(webhook => (string?)webhook["customer_id"] == customer).Select(IdOf).Distinct());
        return await EndAsync(id);
    }

    /// <summary>From the merchant's request, which is repeated until it is answered, to the provider's payment.</summary>
    private async Task<string> WithdrawalAsync(string provider, int number, Action arm)
    {
        var reference = FormattableString.Invariant($"payout-{number}");
        var id = Payouts.IdOf(reference);
        arm();
        await Eventually.TrueAsync(
            async () => await AskAsync(() => _hub.PostAsync(_hub.Alpha, "/v1/withdrawals", Payouts.Wanted(provider, reference))) is 200 or 202,
            Patience,
            "the merchant is told of it"
        );
        Order? order = null;
        await Eventually.TrueAsync(
            async () => (order = await OrderAsync(id)) is { Status: not (OrderStatus.Created or OrderStatus.Submitting) },
            Patience,
            $"{id} is sent, or nobody knows"
        );
        await Payouts.PayAllAsync(_hub, id);
        if (provider == "usdt_gateway" && _hub.Sandbox.Paid(id).Paid > 0)
            await ResendAsync(id);
        var payout = _hub.Sandbox.Paid(id);
        if (payout.Taken > 0)
            await Eventually.TrueAsync(async () => (order = await OrderAsync(id))!.Status == OrderStatus.Completed, Patience, $"{id} is completed");
        Assert.True(payout is { Taken: <= 1, Open: 0 } && payout.Paid == payout.Taken, $"{payout}");
        var end = await EndAsync(id);
        return payout.Taken == 0 && (order!.Status, order.ReviewReason) == (OrderStatus.NeedsReview, ReviewReason.OutcomeUnknown) ? InReview : end;
    }

    /// <summary>An operator's word on a deposit in review, which is repeated until it is answered.</summary>
    private async Task<string> ResolveAsync(int number, Action arm)
    {
        var id = await DepositSteps.MPayAsync(_hub, _hub.Alpha, FormattableString.Invariant($"order-{number}"));
        await _hub.Sandbox.MPay.PayAsync(id);
        await EndAsync(id);
        Assert.Equal(200, (await _hub.PostAsync(_hub.Alpha, $"/ops/orders/{id}/review", new { version = 1, note = "look" })).Status);
        await EndAsync(id);
        await Eventually.TrueAsync(AreQueuesEmptyAsync, Patience, "the queues are empty");
        arm();
        var word = new
        {
            outcome = "completed",
            version = 2,
            note = "it came",
        };
        await Eventually.TrueAsync(
            async () => await AskAsync(() => _hub.PostAsync(_hub.Alpha, $"/ops/orders/{id}/resolve", word)) is 200,
            Patience,
            "it is resolved"
        );
        var end = await EndAsync(id);
        Assert.Single((await OrderAsync(id))!.Resolutions!);
        return end;
    }

    /// <summary>An operator's change of the directory, which is sent again where it is not known to have been made.</summary>
    /// <param name="meetsItself">Whether a write of it meets itself, which nobody may notice.</param>
    private async Task<string> ChangeAsync(string function, int number, Action arm, bool meetsItself)
    {
        var change = DirectoryCrashes.Changes[function];
        var one = await DirectoryCrashes.PrepareAsync(_hub, _wire, change, number);
        arm();
        var first = await AskAsync(async () => ((await one.SendAsync()).Status, null));
        if (meetsItself)
            Assert.True(first is 200 or 201, $"It was answered {first}.");
        if (first is not (200 or 201))
        {
            var (status, body, _) = await one.SendAsync();
            Assert.True(status is 200 or 201 or 409 or 412, $"{status} {body}");
        }

        var history = await DirectoryCrashes.HistoryAsync(_wire, one.Merchant);
        return $"{history.Count - one.Version} change, {history[0]}";
    }

    private async Task<Order?> OrderAsync(string id) => (await _looker.Services.GetRequiredService<IOrderStore>().ReadAsync(id, default))?.Order;

    private async Task<bool> AreQueuesEmptyAsync()
    {
        foreach (var queue in (string[])[QueueNames.Callbacks, QueueNames.Withdrawals, QueueNames.Webhooks, QueueNames.Deposits])
        {
            if ((await _hub.Queue(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount > 0)
                return false;
        }

        return true;
    }

    /// <summary>The status of the answer; 0 when there was none.</summary>
    private static async Task<int> AskAsync(Func<Task<(int Status, JsonNode? Body)>> ask)
    {
        try
        {
            return (await ask().WaitAsync(ClientPatience)).Status;
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            return 0;
        }
    }
}
