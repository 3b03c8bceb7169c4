using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Reconciliation;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.MPay;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Journeys;

/// <summary>
/// The providers' callbacks are lost, or come after the hub has found out by itself. Deposits and withdrawals at Pay Protocol and
/// MPay all end in the right state, each told once, after two reconciliations: two readings of each list at Pay Protocol, two questions about
/// an order at MPay, one of which may have been on its way when the order was paid. The suite plays a fifth of it; 200 deposits and
/// 50 withdrawals with the environment variable PAYMENTHUB_MATRIX=whole.
/// </summary>
public sealed class MissedCallbacks(ITestOutputHelper output)
{
    private const int Rounds = 2;

    private static readonly bool Whole = Environment.GetEnvironmentVariable("PAYMENTHUB_MATRIX") == "whole";
    private static readonly int DepositsEach = Whole ? 100 : 20;
    private static readonly int WithdrawalsEach = Whole ? 25 : 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(Whole ? 5 : 2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_is_found_and_told_once(bool callbacksComeLate)
    {
        await using var hub = await StartAsync();
        foreach (var provider in (SandboxProvider[])[SandboxProvider.PayProtocol, SandboxProvider.MPay])
            hub.Sandbox.Faults.Add(new Fault(provider, callbacksComeLate ? FaultKind.CallbackKept : FaultKind.CallbackDropped) { Times = null });

        await PayAsync(hub);
        var withdrawals = await WithdrawAsync(hub);
        var told = (2 * DepositsEach) + (2 * WithdrawalsEach);
        var asked = Questions(hub);
        for (var round = 0; round < Rounds; round++)
            await ReconcileAsync(hub);
        await Eventually.TrueAsync(() => Task.FromResult(Completed(hub).Count >= told), Patience, "all are told");
        if (callbacksComeLate)
        {
            hub.Sandbox.Faults.Clear();
            await hub.Sandbox.PayProtocol.Callbacks.ReleaseHeldAsync();
            await hub.Sandbox.MPay.Callbacks.ReleaseHeldAsync();
            await Eventually.TrueAsync(async () => (await hub.VerdictsAsync()).Count >= told, Patience, "all callbacks are processed");
        }

        await Eventually.TrueAsync(async () => (await hub.RowsAsync(TableNames.Orders, "due|")).Count == 0, Patience, "nothing is owed");

        output.WriteLine($"{told} orders, {Rounds} reconciliations; MPay was asked {Questions(hub) - asked} times after the last payment.");
        Assert.InRange(Questions(hub) - asked, 0, Rounds * (DepositsEach + WithdrawalsEach));
        Assert.Equal(told, Completed(hub).Distinct().Count());
        Assert.All(hub.Sandbox.Merchant.Received.Items.GroupBy(webhook => webhook.Id), same => Assert.Single(same));
        Assert.All(withdrawals, id => Assert.Equal(1, hub.Sandbox.Paid(id).Paid));
        var orders = (await hub.RowsAsync(TableNames.Orders)).Where(row => row.RowKey.EndsWith("|order", StringComparison.Ordinal)).ToList();
        Assert.Equal(told, orders.Count);
        Assert.All(orders, row => Assert.Equal("completed", row.GetString("Status")));
        Assert.All(await hub.VerdictsAsync(), verdict => Assert.Equal("unchanged", verdict));
    }

    private static Task<Hub> StartAsync() =>
        Hub.StartAsync(
            new()
            {
                ["OutboxRelaySchedule"] = "*/1 * * * * *",
                ["PaymentHub:Reconciliation:Every"] = "00:00:00.100",
                ["PaymentHub:Deposits:FirstPoll"] = "00:00:01",
                ["PaymentHub:Deposits:LongestPoll"] = "00:00:02",
            }
        );

    /// <summary>Half of the deposits at each provider, all paid.</summary>
    private static async Task PayAsync(Hub hub)
    {
        for (var number = 1; number <= DepositsEach; number++)
        {
            await (await DepositSteps.PrepareAsync(hub, "pay_protocol", $"payer-{number}"))();
            await hub.Sandbox.MPay.PayAsync(await DepositSteps.MPayAsync(hub, hub.Alpha, $"order-{number}", $"customer-{number}"));
        }
    }

    /// <summary>Half of the withdrawals at each provider, all paid.</summary>
    private static async Task<List<string>> WithdrawAsync(Hub hub)
    {
        var ids = new List<string>();
        for (var number = 1; number <= WithdrawalsEach; number++)
        {
            ids.Add(
                await AskAsync(
                    hub,
                    new
                    {
                        account = hub.Alpha.PayProtocolAccount,
                        customer_id = "w",
                        amount = "3.5",
                        currency = "USDT",
                        network = "tron",
                        address = "TA1AtPt6bRfFgc4KuXJb9LrJrqxeXiaV2A",
                        reference = $"pay-{number}",
                    }
                )
            );
            ids.Add(
                await AskAsync(
                    hub,
                    new
                    {
                        account = hub.Alpha.MPayAccount,
                        customer_id = "w",
                        amount = "7",
                        currency = "CNY",
                        network = "mpay",
                        address = "wallet-1",
                        reference = $"mpay-{number}",
                    }
                )
            );
        }

        foreach (var id in ids)
        {
            await Eventually.TrueAsync(() => Task.FromResult(hub.Sandbox.Paid(id).Taken == 1), Patience, "the provider has it");
            if (hub.Sandbox.Withdrawals.Single(one => one.OrderId == id).Provider == SandboxProvider.PayProtocol)
                await hub.Sandbox.PayProtocol.Withdrawals.SettleAsync(id, WithdrawStatus.Success);
            else
                await hub.Sandbox.MPay.Withdrawals.SettleAsync(id, MPayStatus.Finish);
        }

        return ids;
    }

    /// <summary>Reads each list once, to its end. No timer does so here.</summary>
    private static async Task ReconcileAsync(Hub hub)
    {
        var scheduler = hub.Process.Services.GetRequiredService<ReconciliationScheduler>();
        Task<IReadOnlyList<ReconciliationJob>> ListsAsync() =>
            hub.Process.Services.GetRequiredService<IReconciliationStore>().ListAsync(hub.Alpha.PayProtocolAccount, CancellationToken.None);
        await Eventually.TrueAsync(
            async () => (await ListsAsync()).All(list => list.DueAt <= TimeProvider.System.GetUtcNow()),
            Patience,
            "both lists are due"
        );
        var begun = TimeProvider.System.GetUtcNow();

        await scheduler.RunAsync(CancellationToken.None);

        await Eventually.TrueAsync(
            async () => (await ListsAsync()) is [var one, var other] && one.LastSuccessAt >= begun && other.LastSuccessAt >= begun,
            Patience,
            "both lists are read to their ends"
        );
    }

    private static int Questions(Hub hub) =>
        hub.Sandbox.MPay.Requests.Count("user/checkUpOrder") + hub.Sandbox.MPay.Requests.Count("user/checkDownOrder");

    private static async Task<string> AskAsync(Hub hub, object withdrawal)
    {
        var (status, order) = await hub.PostAsync(hub.Alpha, "/v1/withdrawals", withdrawal);
        Assert.Equal(202, status);
        return (string)order!["id"]!;
    }

    private static List<string> Completed(Hub hub) =>
        [
            .. hub
                .Sandbox.Merchant.Received.Items.Where(webhook => Hub.TypeOf(webhook).EndsWith(".completed", StringComparison.Ordinal))
                .Select(webhook => (string)Hub.DataOf(webhook)["id"]!),
        ];
}
