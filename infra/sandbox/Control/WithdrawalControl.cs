using PaymentHub.Sandbox.PayProtocol;

namespace PaymentHub.Sandbox.Control;

/// <summary>The withdrawals over HTTP.</summary>
internal sealed class WithdrawalControl(SandboxServer sandbox)
{
    public void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/withdrawals.json", (string? order_id) => sandbox.Withdrawals.Where(one => order_id is null || one.OrderId == order_id));
        control.MapGet("/payouts/{orderId}", (string orderId) => sandbox.Paid(orderId));

        control.MapGet("/withdrawal-rules", () => Enum.GetValues<SandboxProvider>().Select(Rules));
        control.MapPost(
            "/withdrawal-rules",
            ControlCall.Of<NewWithdrawalRules>(change =>
            {
                sandbox.SetRules(change.Provider, change.Over(sandbox.RulesOf(change.Provider)));
                return Task.FromResult<object>(Rules(change.Provider));
            })
        );

        control.MapPost(
            "/pay-protocol/withdrawals",
            ControlCall.Of<PayProtocolApplication>(application => Task.FromResult<object>(sandbox.PayProtocol.Withdrawals.Add(application)))
        );
        control.MapPost(
            "/pay-protocol/withdrawals/settle",
            ControlCall.Of<PayProtocolDecision>(async decision =>
                await (
                    decision switch
                    {
                        { WithdrawId: { } id } => sandbox.PayProtocol.Withdrawals.SettleAsync(id, decision.Status),
                        { OutTradeNo: { } order } => sandbox.PayProtocol.Withdrawals.SettleAsync(order, decision.Status),
                        _ => throw new ArgumentException("Which one: withdraw_id or out_trade_no?"),
                    }
                )
            )
        );
        control.MapPost(
            "/usdt-gateway/withdrawals/settle",
            ControlCall.Of<GatewayDecision>(async decision =>
                await (
                    decision switch
                    {
                        { Id: { } id } => sandbox.Gateway.Withdrawals.SettleAsync(id, decision.Outcome),
                        { OrderId: { } order } => sandbox.Gateway.Withdrawals.SettleAsync(order, decision.Outcome),
                        _ => throw new ArgumentException("Which one: id or order_id?"),
                    }
                )
            )
        );
        control.MapPost(
            "/mpay/withdrawals/settle",
            ControlCall.Of<MPayDecision>(async decision =>
                await (
                    decision switch
                    {
                        { Id: { } id } => sandbox.MPay.Withdrawals.SettleByIdAsync(id, decision.Status),
                        { MerchOrderId: { } order } => sandbox.MPay.Withdrawals.SettleAsync(order, decision.Status),
                        _ => throw new ArgumentException("Which one: id or merch_order_id?"),
                    }
                )
            )
        );
    }

    private NewWithdrawalRules Rules(SandboxProvider provider)
    {
        var rules = sandbox.RulesOf(provider);
        return new(provider)
        {
            Settling = rules.Settling,
            SettleAfter = rules.SettleAfter,
            Outcome = rules.Outcome,
            Repeated = rules.Repeated,
        };
    }
}
