using System.Text.Json.Nodes;

namespace PaymentHub.Local.Demo;

/// <summary>The people at the providers who pay what merchants asked for.</summary>
internal sealed class BackOffice(JsonCalls sandbox)
{
    /// <summary>Pays a withdrawal at Pay Protocol.</summary>
    /// <returns>The provider's id of it.</returns>
    public async Task<string> PayPayProtocolAsync(string orderId, CancellationToken cancellationToken)
    {
        var paid = await sandbox.PostAsync<JsonObject>(
            "sandbox/pay-protocol/withdrawals/settle",
            new { out_trade_no = orderId, status = "success" },
            cancellationToken
        );
        return paid["withdraw_id"]?.ToString() ?? throw new DemoException("The sandbox told no withdraw_id.");
    }

    /// <summary>Pays a withdrawal at the USDT gateway, whose callback names it by our id.</summary>
    public async Task<string> PayGatewayAsync(string orderId, CancellationToken cancellationToken)
    {
        await sandbox.PostAsync<JsonObject>(
            "sandbox/usdt-gateway/withdrawals/settle",
            new { order_id = orderId, outcome = "success" },
            cancellationToken
        );
        return orderId;
    }

    /// <summary>Pays a withdrawal at MPay, whose callback names it by our id.</summary>
    public async Task<string> PayMPayAsync(string orderId, CancellationToken cancellationToken)
    {
        await sandbox.PostAsync<JsonObject>(
            "sandbox/mpay/withdrawals/settle",
            new { merch_order_id = orderId, status = "finish" },
            cancellationToken
        );
        return orderId;
    }
}
