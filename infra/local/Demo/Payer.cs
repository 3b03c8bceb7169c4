using System.Text.Json.Nodes;

namespace PaymentHub.Local.Demo;

/// <summary>What a payer does at each provider, and what the sandbox saw.</summary>
internal sealed class Payer(JsonCalls sandbox)
{
    /// <summary>Pays to a customer's address at Pay Protocol.</summary>
    /// <returns>The provider's id of the recharge.</returns>
    public Task<string> PayPayProtocolAsync(string account, string customer, string amount, CancellationToken cancellationToken) =>
        PayAsync(
            "sandbox/pay-protocol/pay",
            new
            {
                account,
                uuid = customer,
                amount,
            },
            "recharge_id",
            cancellationToken
        );

    /// <summary>Pays to a customer's address at the USDT gateway.</summary>
    /// <returns>The provider's id of the recharge.</returns>
    public Task<string> PayGatewayAsync(string account, string customer, string amount, CancellationToken cancellationToken) =>
        PayAsync(
            "sandbox/usdt-gateway/pay",
            new
            {
                account,
                identify = customer,
                amount,
            },
            "order_id",
            cancellationToken
        );

    /// <summary>Pays on a payment page of MPay.</summary>
    /// <returns>The id of the order, which is ours.</returns>
    public Task<string> PayMPayAsync(string account, string orderId, CancellationToken cancellationToken) =>
        PayAsync("sandbox/mpay/pay", new { account, merch_order_id = orderId }, "merch_order_id", cancellationToken);

    /// <summary>The first attempt at an order's callback; null when there was none.</summary>
    public async Task<SentCallback?> FindCallbackAsync(string provider, string orderId, CancellationToken cancellationToken) =>
        (await sandbox.GetAsync<IReadOnlyList<SentCallback>>("sandbox/callbacks", cancellationToken))
            .Where(callback => callback.Provider == provider && callback.OrderId == orderId)
            .MinBy(callback => callback.At);

    /// <summary>Every webhook that the demo merchant received about a customer, oldest first.</summary>
    public async Task<IReadOnlyList<DemoWebhook>> WebhooksAsync(string customer, CancellationToken cancellationToken)
    {
        var received = await sandbox.GetAsync<IReadOnlyList<Received>>("merchant/webhooks", cancellationToken);
        return
        [
            .. received
                .Select(one => new DemoWebhook(one.Id, one.At, one.Verified, JsonCalls.Parse<HubEvent>(one.Body)))
                .Where(webhook => webhook.Event.Data.CustomerId == customer)
                .OrderBy(webhook => webhook.At),
        ];
    }

    private async Task<string> PayAsync(string path, object payment, string id, CancellationToken cancellationToken)
    {
        var paid = await sandbox.PostAsync<JsonObject>(path, payment, cancellationToken);
        return paid[id] is { } value ? value.ToString() : throw new DemoException($"POST /{path} answered without {id}.");
    }

    private sealed record Received(string Id, DateTimeOffset At, bool Verified, string Body);
}
