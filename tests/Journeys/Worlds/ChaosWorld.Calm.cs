using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Orders;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

internal sealed partial class ChaosWorld
{
    /// <summary>
    /// Nothing goes wrong any more: what was held back comes, and once more what has come already. Time passes until no order is under way and
    /// all are told; withdrawals that no provider has paid, nor will, are failed by an operator, and so are deposits that only a forger has paid.
    /// </summary>
    public async Task CalmAsync()
    {
        Hub.Sandbox.Faults.Clear();
        Hub.Sandbox.Merchant.AnswerAsUsual();
        await Hub.Sandbox.PayProtocol.Callbacks.ReleaseHeldAsync();
        await Hub.Sandbox.Gateway.Callbacks.ReleaseHeldAsync();
        await Hub.Sandbox.MPay.Callbacks.ReleaseHeldAsync();
        // The gateway calls once, and has no list: what came while the app was away its support sends again, here all deposits.
        foreach (var recharge in Hub.Sandbox.Gateway.Recharges)
            await Hub.Sandbox.Gateway.ResendAsync(recharge.OrderId);
        var open = new List<string>();
        try
        {
            await Eventually.TrueAsync(async () => (open = await OpenAsync()).Count == 0, Patience, "everything has come to its end", Pause);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} Not at its end:\n{string.Join('\n', open)}", e);
        }
    }

    /// <summary>A minute passes. Then, in words, what has not come to its end.</summary>
    private async Task<List<string>> OpenAsync()
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Hub.Process.Services.GetRequiredService<ReconciliationScheduler>().RunAsync(default);
        Collect();
        var orders = await Ledgers.OrdersAsync(Hub);
        foreach (var order in orders.Where(order => order is { Kind: OrderKind.Withdrawal, ReviewReason: ReviewReason.OutcomeUnknown }))
        {
            // A gateway's callback without a transaction says no more than that its support has to be asked: here, its books.
            var payout = Hub.Sandbox.Paid(order.Id);
            if (payout is { Paid: 0, Open: 0 })
                await ResolveAsync(order);
            else if (payout.Open == 0 && order.Provider == "usdt_gateway")
                await Hub.Sandbox.Gateway.Withdrawals.ResendAsync(order.Id);
        }

        foreach (var order in orders.Where(IsUnpaid))
            await ResolveAsync(order);

        var ends = _told
            .Values.Select(webhook => webhook["data"]!)
            .GroupBy(data => (string)data["id"]!)
            .ToDictionary(group => group.Key, group => group.MaxBy(data => (int)data["version"]!)!);
        var entries = await Hub.RowsAsync(TableNames.Callbacks, "pending|");
        return
        [
            .. orders
                .Where(order => !IsOver(order))
                .Select(order => $"{order.Id} at {order.Provider}: {order.Status} {order.ReviewReason}, next {order.NextAction}"),
            .. orders
                .Where(order => IsOver(order) && (string?)ends.GetValueOrDefault(order.Id)?["status"] != SnakeCaseEnum.Of(order.Status))
                .Select(order => $"{order.Id} at {order.Provider}: {order.Status}, told {ends.GetValueOrDefault(order.Id)?["status"]}"),
            .. entries.Select(entry => entry.RowKey),
            .. Missing(orders),
        ];
    }

    /// <summary>What was paid to us and is no order yet.</summary>
    private IEnumerable<string> Missing(List<Order> orders)
    {
        var known = orders.Select(order => order.ProviderOrderId).ToHashSet(StringComparer.Ordinal);
        return Hub
            .Sandbox.PayProtocol.Recharges.Select(one => $"{one.RechargeId}")
            .Concat(Hub.Sandbox.Gateway.Recharges.Select(one => one.OrderId))
            .Where(id => !known.Contains(id))
            .Select(id => $"{id} is no order.");
    }

    private static bool IsOver(Order order) =>
        order.Status is OrderStatus.Completed or OrderStatus.Failed or OrderStatus.Rejected or OrderStatus.Expired;

    private async Task ResolveAsync(Order order)
    {
        const string note = "the provider's support says that it was not paid";
        object body = new
        {
            outcome = "failed",
            version = order.Version,
            note,
        };
        var (status, answer) = await Hub.PostAsync(Hub.Alpha, $"/ops/orders/{order.Id}/resolve", body);
        Assert.True(status is 200 or 409, $"{status}: {answer}");
    }
}
