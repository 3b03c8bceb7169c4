using System.Text.Json.Nodes;
using Azure.Data.Tables;
using PaymentHub.Orders;
using PaymentHub.Sandbox.Callbacks;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>What a road comes to, as storage and the merchant have it.</summary>
internal sealed partial class FaultWorld
{
    /// <summary>Waits until nothing is owed to the order any more, and says how it stands then, for whoever reads it in whatever way.</summary>
    private async Task<string> EndAsync(string id)
    {
        List<TableEntity> rows = [];
        await Eventually.TrueAsync(
            async () =>
            {
                rows = [.. (await _hub.RowsAsync(TableNames.Orders)).Where(row => row.RowKey.Contains(id, StringComparison.Ordinal))];
                return rows.All(row => !row.RowKey.StartsWith("due|", StringComparison.Ordinal))
                    && rows.Where(row => row.RowKey.Contains("|delivery|", StringComparison.Ordinal)).All(row => row.GetString("Owed") == "[]")
                    && (await _hub.RowsAsync(TableNames.Callbacks, "pending|")).Count == 0;
            },
            Patience,
            $"nothing is owed to {id}"
        );
        Assert.DoesNotContain(rows, row => row.RowKey.StartsWith("dead|", StringComparison.Ordinal));
        var order = OrderRows.Order(Assert.Single(rows, row => row.RowKey == $"{id}|order"));
        var events = rows.Where(row => row.RowKey.StartsWith($"{id}|event|", StringComparison.Ordinal)).Select(row => row.GetString("Type")).ToList();
        var told = Told(webhook => IdOf(webhook) == id).DistinctBy(webhook => webhook.ToJsonString()).ToList();
        Assert.Equal(Enumerable.Range(1, order.Version), told.Select(webhook => (int)webhook["version"]!).Order());
        Assert.Equal(order.Version, events.Count);
        Assert.Equal(order.Version, rows.Count(row => row.RowKey.Contains("|attempt|", StringComparison.Ordinal) && row.GetInt32("Status") == 200));
        var listed = (await _hub.RowsAsync(TableNames.Listing))
            .Where(row => row.RowKey.Contains(id, StringComparison.Ordinal) && row.GetString("Status") is not null)
            .Select(row => row.GetString("Status"))
            .ToList();
        Assert.NotEmpty(listed);
        Assert.All(listed, status => Assert.Equal(SnakeCaseEnum.Of(order.Status), status));
        Assert.All(await _hub.VerdictsAsync(), verdict => Assert.True(verdict is "applied" or "unchanged", verdict));
        var completed = events.Count(type => type!.EndsWith(".completed", StringComparison.Ordinal));
        return $"{SnakeCaseEnum.Of(order.Status)}, {order.Amount:0.##}, {completed} completed events, {listed.Count} rows of lists";
    }

    /// <summary>The gateway promises no retry of a callback that was not acknowledged: support sends it again by hand.</summary>
    private async Task ResendAsync(string orderId)
    {
        var callbacks = _hub.Sandbox.Gateway.Callbacks;
        await Eventually.TrueAsync(
            () => Task.FromResult(callbacks.Deliveries.Items.Count > 0 && callbacks.Deliveries.Items[^1].State != DeliveryState.Sending),
            Patience,
            "the gateway has called back"
        );
        if (callbacks.Deliveries.Items[^1].State != DeliveryState.Acknowledged)
            await _hub.Sandbox.Gateway.ResendAsync(orderId);
    }

    private IEnumerable<JsonNode> Told(Func<JsonNode, bool> which)
    {
        var webhooks = _hub.Sandbox.Merchant.Received.Items;
        Assert.All(webhooks, webhook => Assert.True(webhook.Verified));
        return webhooks.Select(Hub.DataOf).Where(which);
    }

    private static string IdOf(JsonNode webhook) => (string)webhook["id"]!;
}
