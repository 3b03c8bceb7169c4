using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Orders;
using PaymentHub.Reconciliation;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>
/// A deposit that was entered by hand meets the provider's word on it, whichever way that comes: by a callback, in a list, or as the answer to a
/// question about an order that a list had shown as pending. There is never a second completed order of that transaction.
/// </summary>
public sealed class EnteredDepositSources : EnteredDepositBench
{
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(31);

    [Theory]
    [InlineData("callback")]
    [InlineData("list")]
    [InlineData("poll")]
    public async Task What_comes_before_the_approval_counts_and_the_entry_does_not(string source)
    {
        await using var hub = await StartAsync();
        var (id, recharge) = await EnteredAsync(hub, source);

        await TellAsync(hub, source, recharge);
        var completed = (string)Hub.DataOf(await hub.WebhookAsync(hub.Alpha, "deposit.completed"))["id"]!;
        // The row by which a transaction finds its order comes after the webhook, and the clock leaps over the time that it has for that.
        await hub.SettleAsync();
        Clock.Advance(Wait);
        var refused = await ApproveAsync(hub, id);
        await TellAgainAsync(hub, recharge);

        Assert.NotEqual(id, completed);
        Assert.Equal((409, "already_reported", completed), (refused.Status, (string?)refused.Body!["code"], (string?)refused.Body["order"]));
        Assert.Equal([(completed, OrderStatus.Completed), (id, OrderStatus.NeedsReview)], await OrdersAsync(hub));
        Assert.Equal([completed], Told(hub));
    }

    [Theory]
    [InlineData("callback")]
    [InlineData("list")]
    [InlineData("poll")]
    public async Task What_comes_after_the_approval_is_told_of_the_entry(string source)
    {
        await using var hub = await StartAsync();
        var (id, recharge) = await EnteredAsync(hub, source);
        Clock.Advance(Wait);
        Assert.Equal((200, "completed"), (await ApproveAsync(hub, id)) is var (status, body) ? (status, (string?)body!["status"]) : default);

        await TellAsync(hub, source, recharge);
        await Eventually.TrueAsync(
            async () => (await OrderAsync(hub, id)).ProviderOrderId == $"{recharge}",
            Hub.Patience,
            "the provider's word is told of the entry"
        );
        await TellAgainAsync(hub, recharge);

        Assert.Equal([(id, OrderStatus.Completed)], await OrdersAsync(hub));
        Assert.Equal([id], Told(hub));
    }

    /// <summary>A list has shown it as pending, and it is paid when the entry may count already: neither counts until a person has decided.</summary>
    [Fact]
    public async Task Of_one_that_is_pending_while_the_entry_waits_a_person_says_which_counts()
    {
        await using var hub = await StartAsync();
        var (id, recharge) = await EnteredAsync(hub, "poll");
        await ReconcileAsync(hub);
        var pending = Assert.Single(await OrdersAsync(hub), order => order.Id != id).Id;
        Clock.Advance(Wait);

        var refused = await ApproveAsync(hub, id);
        await hub.Sandbox.PayProtocol.SettleAsync(recharge, RechargeStatus.Success);
        await Eventually.TrueAsync(
            async () => (await OrderAsync(hub, pending)).Status == OrderStatus.NeedsReview,
            Hub.Patience,
            "the provider's order is doubted"
        );
        await TellAgainAsync(hub, recharge);

        Assert.Equal((409, "already_reported", pending), (refused.Status, (string?)refused.Body!["code"], (string?)refused.Body["order"]));
        Assert.Equal((409, "already_reported"), (await ApproveAsync(hub, id)) is var (status, body) ? (status, (string?)body!["code"]) : default);
        Assert.All(await OrdersAsync(hub), order => Assert.Equal(OrderStatus.NeedsReview, order.Status));
        Assert.Empty(Told(hub));
    }

    private async Task<Hub> StartAsync()
    {
        var hub = await Hub.StartAsync(
            new()
            {
                ["OutboxRelaySchedule"] = "*/1 * * * * *",
                ["PaymentHub:Outbox:Grace"] = "00:00:01",
                ["PaymentHub:Reconciliation:Every"] = "00:00:00.100",
                ["PaymentHub:Deposits:FirstPoll"] = "00:00:01",
                ["PaymentHub:Deposits:LongestPoll"] = "00:00:02",
                // The hub's clock is put forward, and the provider's is not.
                ["PaymentHub:Merchants:alpha:Accounts:alpha_pay:Settings:TimestampBehind"] = "02:00:00",
            },
            options =>
                options with
                {
                    Merchant = options.Merchant with { TimestampTolerance = TimeSpan.FromHours(2) },
                    PayProtocol = options.PayProtocol with { TimestampTolerance = TimeSpan.FromHours(2) },
                },
            services => services.AddSingleton<TimeProvider>(Clock)
        );
        hub.Sandbox.Faults.Add(new Fault(SandboxProvider.PayProtocol, FaultKind.CallbackDropped) { Times = null });
        return hub;
    }

    /// <summary>A payment of which nobody has told, and its entry by hand.</summary>
    private static async Task<(string Id, int Recharge)> EnteredAsync(Hub hub, string source)
    {
        var (_, issued) = await hub.PostAsync(
            hub.Alpha,
            "/v1/deposit-addresses",
            new { account = hub.Alpha.PayProtocolAccount, customer_id = Customer }
        );
        var address = (string)issued!["addresses"]!.AsArray().Single(one => (string)one!["network"]! == "tron")!["address"]!;
        var recharge = await hub.Sandbox.PayProtocol.PayAsync(
            new()
            {
                Account = hub.Alpha.Id,
                Uuid = Customer,
                Amount = "51.25",
                TransferHash = Transaction,
                Status = source == "poll" ? RechargeStatus.Pending : RechargeStatus.Success,
            }
        );
        var entered = await EnterAsync(hub, hub.Operator, address, account: hub.Alpha.PayProtocolAccount);
        Assert.True(entered.Status == 202, $"{entered.Status} {entered.Body}");
        return ((string)entered.Body!["order"]!, recharge.RechargeId);
    }

    private async Task TellAsync(Hub hub, string source, int recharge)
    {
        switch (source)
        {
            case "callback":
                hub.Sandbox.Faults.Clear();
                await hub.Sandbox.PayProtocol.NotifyAsync(recharge);
                break;
            case "list":
                await ReconcileAsync(hub);
                break;
            default:
                await ReconcileAsync(hub);
                await hub.Sandbox.PayProtocol.SettleAsync(recharge, RechargeStatus.Success);
                break;
        }
    }

    /// <summary>The provider says the same once more, in every way that it has.</summary>
    private async Task TellAgainAsync(Hub hub, int recharge)
    {
        hub.Sandbox.Faults.Clear();
        await hub.Sandbox.PayProtocol.NotifyAsync(recharge);
        await ReconcileAsync(hub);
        await hub.SettleAsync();
    }

    private async Task ReconcileAsync(Hub hub)
    {
        Task<IReadOnlyList<ReconciliationJob>> ListsAsync() =>
            hub.Process.Services.GetRequiredService<IReconciliationStore>().ListAsync(hub.Alpha.PayProtocolAccount, CancellationToken.None);
        await Eventually.TrueAsync(async () => (await ListsAsync()).All(list => list.DueAt <= Clock.GetUtcNow()), Hub.Patience, "both lists are due");
        var begun = Clock.GetUtcNow();

        await hub.Process.Services.GetRequiredService<ReconciliationScheduler>().RunAsync(CancellationToken.None);

        await Eventually.TrueAsync(
            async () => (await ListsAsync()) is [var one, var other] && one.LastSuccessAt >= begun && other.LastSuccessAt >= begun,
            Hub.Patience,
            "both lists are read to their ends"
        );
    }

    private static Task<(int Status, JsonNode? Body)> ApproveAsync(Hub hub, string id) =>
        hub.CallAsync(
            hub.Second.Key,
            HttpMethod.Post,
            $"/ops/orders/{id}/resolve",
            new
            {
                outcome = "completed",
                version = 1,
                note = "seen",
            }
        );

    private static async Task<Order> OrderAsync(Hub hub, string id) =>
        OrderRows.Order(Assert.Single(await hub.RowsAsync(TableNames.Orders, $"{id}|order")));

    private static async Task<IReadOnlyList<(string Id, OrderStatus Status)>> OrdersAsync(Hub hub) =>
        [
            .. (await hub.RowsAsync(TableNames.Orders))
                .Where(row => row.RowKey.EndsWith("|order", StringComparison.Ordinal))
                .Select(OrderRows.Order)
                .Select(order => (order.Id, order.Status))
                .OrderBy(order => order.Status == OrderStatus.Completed ? 0 : 1),
        ];

    private static IEnumerable<string> Told(Hub hub) =>
        hub
            .Sandbox.Merchant.Received.Items.Where(webhook => Hub.TypeOf(webhook) == "deposit.completed")
            .Select(webhook => (string)Hub.DataOf(webhook)["id"]!);
}
