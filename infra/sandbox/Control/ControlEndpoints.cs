using System.Globalization;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Gateway;
using PaymentHub.Sandbox.Merchant;
using PaymentHub.Sandbox.MPay;
using PaymentHub.Sandbox.PayProtocol;

namespace PaymentHub.Sandbox.Control;

/// <summary>Over HTTP what the handles do in process. A JSON body is answered with JSON; a form leads back to the page.</summary>
internal sealed class ControlEndpoints(SandboxServer sandbox)
{
    public void Map(IEndpointRouteBuilder app)
    {
        var control = app.MapGroup("/sandbox");
        MapPayments(control);
        MapFaults(control);
        new WithdrawalControl(sandbox).Map(control);
        new PayProtocolControl(sandbox.PayProtocol).Map(control.MapGroup("/pay-protocol"));

        control.MapPost(
            "/merchant/answers",
            ControlCall.Of<MerchantAnswer>(answer =>
            {
                sandbox.Merchant.AnswerNext(answer);
                return Task.FromResult<object>(answer);
            })
        );
        control.MapDelete("/merchant/answers", sandbox.Merchant.AnswerAsUsual);
        control.MapPost("/callback-urls", ControlCall.Of<CallbackUrl>(SetCallbackUrl));
        control.MapGet(
            "/callbacks",
            () =>
                new[] { sandbox.PayProtocol.Callbacks, sandbox.Gateway.Callbacks, sandbox.MPay.Callbacks }
                    .SelectMany(sender => sender.Attempts.Items)
                    .Select(one => new
                    {
                        one.Provider,
                        one.OrderId,
                        one.Number,
                        one.At,
                        one.Answer.Status,
                        one.Acknowledged,
                    })
        );

        app.MapPost("/merchant/webhooks/{id}", context => sandbox.Merchant.ReceiveAsync(context, (string)context.Request.RouteValues["id"]!));
        app.MapGet("/merchant/webhooks", () => sandbox.Merchant.Received.Items.Select(WebhookView.Of));
        app.MapGet("/merchant/webhooks/{id}", (string id) => sandbox.Merchant.Received.Items.Where(one => one.Endpoint == id).Select(WebhookView.Of));
    }

    private void MapPayments(RouteGroupBuilder control)
    {
        control.MapPost(
            "/pay-protocol/users",
            ControlCall.Of<NewUser>(user => Task.FromResult<object>(sandbox.PayProtocol.AddUser(user.Account, user.Id)))
        );
        control.MapPost("/pay-protocol/pay", ControlCall.Of<PayProtocolPayment>(async payment => await sandbox.PayProtocol.PayAsync(payment)));
        control.MapPost(
            "/pay-protocol/settle",
            ControlCall.Of<Settlement>(async settlement => await sandbox.PayProtocol.SettleAsync(settlement.RechargeId, settlement.Status))
        );
        control.MapPost(
            "/usdt-gateway/users",
            ControlCall.Of<NewUser>(user => Task.FromResult<object>(sandbox.Gateway.AddUser(user.Account, user.Id)))
        );
        control.MapPost("/usdt-gateway/pay", ControlCall.Of<GatewayPayment>(async payment => await sandbox.Gateway.PayAsync(payment)));
        control.MapPost("/mpay/pay", ControlCall.Of<MPayPayment>(async payment => await sandbox.MPay.PayAsync(payment)));
        control.MapPost("/resend", ControlCall.Of<Resend>(ResendAsync));
        control.MapPost("/release-held", ControlCall.Of<ReleaseHeld>(ReleaseHeldAsync));
    }

    private void MapFaults(RouteGroupBuilder control)
    {
        control.MapGet("/faults", () => sandbox.Faults.Active);
        control.MapPost("/faults", ControlCall.Of<Fault>(fault => Task.FromResult<object>(sandbox.Faults.Add(fault))));
        control.MapDelete("/faults", () => sandbox.Faults.Clear());
        control.MapDelete("/faults/{id:int}", (int id) => sandbox.Faults.Remove(id) ? Results.Ok() : Results.NotFound());

        // A form can only post.
        control.MapPost(
            "/faults/clear",
            ControlCall.Of<ClearFaults>(clear =>
            {
                sandbox.Faults.Clear(clear.Provider);
                return Task.FromResult<object>(clear);
            })
        );
    }

    private Task<object> SetCallbackUrl(CallbackUrl change)
    {
        switch (change.Provider)
        {
            case SandboxProvider.PayProtocol:
                sandbox.PayProtocol.SetCallbackUrl(change.Account, change.Url);
                break;
            case SandboxProvider.Gateway:
                sandbox.Gateway.SetCallbackUrl(change.Account, change.Url);
                break;
            default:
                throw new ArgumentException("MPay takes its callback URL from each request.");
        }

        return Task.FromResult<object>(change);
    }

    private async Task<object> ResendAsync(Resend resend)
    {
        await (
            resend.Provider switch
            {
                SandboxProvider.PayProtocol => NotifyAsync(int.Parse(resend.OrderId, CultureInfo.InvariantCulture)),
                SandboxProvider.Gateway => sandbox.Gateway.ResendAsync(resend.OrderId),
                _ => sandbox.MPay.ResendAsync(resend.OrderId),
            }
        );
        return resend;
    }

    private Task NotifyAsync(int id) =>
        sandbox.PayProtocol.Withdrawals.All.Any(one => one.WithdrawId == id)
            ? sandbox.PayProtocol.Withdrawals.NotifyAsync(id)
            : sandbox.PayProtocol.NotifyAsync(id);

    private async Task<object> ReleaseHeldAsync(ReleaseHeld release)
    {
        await (
            release.Provider switch
            {
                SandboxProvider.PayProtocol => sandbox.PayProtocol.Callbacks,
                SandboxProvider.Gateway => sandbox.Gateway.Callbacks,
                _ => sandbox.MPay.Callbacks,
            }
        ).ReleaseHeldAsync();
        return release;
    }
}

/// <summary>A received webhook as JSON; the body is text, exactly as it came.</summary>
internal sealed record WebhookView(
    string Endpoint,
    DateTimeOffset At,
    string Id,
    bool Verified,
    WebhookVerdict Verdict,
    int Answered,
    IReadOnlyDictionary<string, string> Headers,
    string Body
)
{
    public static WebhookView Of(ReceivedWebhook one) =>
        new(one.Endpoint, one.At, one.Id, one.Verified, one.Verdict, one.Answered, one.Headers, one.Text);
}

/// <summary>Pay Protocol's payment orders and lists over HTTP.</summary>
internal sealed class PayProtocolControl(PayProtocolSandbox provider)
{
    public void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/payments", () => provider.PaymentOrders.All);
        control.MapPost(
            "/payments/pay",
            ControlCall.Of<PaymentOrderPayment>(async payment =>
                await provider.PaymentOrders.PayAsync(payment.OutTradeNo, payment.Amount, payment.Status)
            )
        );
        control.MapPost(
            "/payments/settle",
            ControlCall.Of<PaymentOrderDecision>(async decision => await provider.PaymentOrders.SettleAsync(decision.OutTradeNo, decision.Status))
        );
        control.MapPost(
            "/payments/notify",
            ControlCall.Of<PaymentOrderReminder>(async reminder =>
            {
                await provider.PaymentOrders.NotifyAsync(reminder.OutTradeNo);
                return reminder;
            })
        );

        control.MapPost("/seed", ControlCall.Of<PayProtocolSeed>(seed => Task.FromResult<object>(new { count = provider.Seed(seed).Count })));
        control.MapDelete("/recharges/{id:int}", (int id) => provider.Forget(id) ? Results.Ok() : Results.NotFound());
        control.MapDelete("/withdrawals/{id:int}", (int id) => provider.Withdrawals.Forget(id) ? Results.Ok() : Results.NotFound());
    }
}
