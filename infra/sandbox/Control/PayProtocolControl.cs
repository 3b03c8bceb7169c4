using PaymentHub.Sandbox.PayProtocol;

namespace PaymentHub.Sandbox.Control;

/// <summary>Pay Protocol's payment orders and lists over HTTP.</summary>
internal sealed class PayProtocolControl(PayProtocolSandbox provider)
{
    public void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/payments", () => provider.PaymentOrders.All);
        control.MapPost("/payments/pay", ControlCall.Of<PaymentOrderPayment>(async payment =>
            await provider.PaymentOrders.PayAsync(payment.OutTradeNo, payment.Amount, payment.Status)));
        control.MapPost("/payments/settle", ControlCall.Of<PaymentOrderDecision>(async decision =>
            await provider.PaymentOrders.SettleAsync(decision.OutTradeNo, decision.Status)));
        control.MapPost("/payments/notify", ControlCall.Of<PaymentOrderReminder>(async reminder =>
        {
            await provider.PaymentOrders.NotifyAsync(reminder.OutTradeNo);
            return reminder;
        }));

        control.MapPost("/seed", ControlCall.Of<PayProtocolSeed>(seed => Task.FromResult<object>(new { count = provider.Seed(seed).Count })));
        control.MapDelete("/recharges/{id:int}", (int id) => provider.Forget(id) ? Results.Ok() : Results.NotFound());
        control.MapDelete("/withdrawals/{id:int}", (int id) => provider.Withdrawals.Forget(id) ? Results.Ok() : Results.NotFound());
    }
}
