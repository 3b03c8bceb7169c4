using System.Text.Json.Nodes;
using PaymentHub.Orders;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>The end of a withdrawal that was disturbed.</summary>
internal static class WholeWithdrawal
{
    /// <summary>Whether it was paid as often as its order says, and the merchant told of each version.</summary>
    /// <returns>How often it was paid.</returns>
    public static async Task<int> AssertAsync(Hub hub, MatrixCase one, Order order, bool struck)
    {
        var (id, payout) = (order.Id, hub.Sandbox.Paid(order.Id));
        Assert.True(payout.Taken <= 1, $"It was taken {payout.Taken} times and paid {payout.Paid} times.");
        Assert.Equal(payout.Taken, payout.Paid);
        if (payout.Paid == 1)
            Assert.Equal((OrderStatus.Completed, 25m), (order.Status, order.Amount));
        else if (order.Status == OrderStatus.Failed)
            Assert.True(one.Behaviour.Refuses, $"It failed with {order.Failure}.");
        else
            Assert.Equal((OrderStatus.NeedsReview, ReviewReason.OutcomeUnknown), (order.Status, order.ReviewReason));
        // Undisturbed, what a provider takes is paid, and what one refuses fails.
        if (!struck && one.Behaviour.Kind is null or FaultKind.RequestTakenLate)
            Assert.Equal(1, payout.Paid);

        Assert.Empty(await Payouts.EntriesAsync(hub, id, "dead"));
        var webhooks = hub.Sandbox.Merchant.Received.Items.Where(webhook => (string)Hub.DataOf(webhook)["id"]! == id).ToList();
        Assert.All(webhooks, webhook => Assert.True(webhook.Verified));
        var told = webhooks.Select(webhook => (webhook.Id, webhook.Text)).Distinct().Select(webhook => JsonNode.Parse(webhook.Text)!).ToList();
        Assert.Equal(Enumerable.Range(1, order.Version), told.Select(webhook => (int)webhook["data"]!["version"]!).Order());
        Assert.Equal($"withdrawal.{SnakeCaseEnum.Of(order.Status)}", (string)told.MaxBy(webhook => (int)webhook["data"]!["version"]!)!["type"]!);
        return payout.Paid;
    }
}
