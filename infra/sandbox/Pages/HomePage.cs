using PaymentHub.Sandbox.PayProtocol;

namespace PaymentHub.Sandbox.Pages;

/// <summary>Everything at a glance, and forms to pay with.</summary>
internal static class HomePage
{
    public static Html Of(SandboxServer sandbox) =>
        Html.Of(
            $"""
        <header><h1>Payment sandbox</h1>
        <p class="soft">Three payment providers and a demo merchant at <code>{sandbox.BaseUrl}</code>. Nothing here is real money; all is forgotten at the end.</p>
        <nav><a href="#webhooks">Webhooks</a><a href="#callbacks">Callbacks</a><a href="#requests">Requests</a><a href="/sandbox/withdrawals">Withdrawals</a><a href="#faults">Faults</a><a href="/sandbox">Refresh</a></nav></header>
        <main><div class="cards">{PayProtocolCard.Of(sandbox.PayProtocol)}{GatewayCard.Of(sandbox.Gateway)}{MPayCard.Of(sandbox.MPay)}</div>
        {TrafficCards.Webhooks(sandbox.Merchant)}
        {TrafficCards.Attempts([
            .. sandbox.PayProtocol.Callbacks.Attempts.Items,
            .. sandbox.Gateway.Callbacks.Attempts.Items,
            .. sandbox.MPay.Callbacks.Attempts.Items,
        ])}
        {TrafficCards.Requests([
            .. sandbox.PayProtocol.Requests.Answered.Items.Select(one => (SandboxProvider.PayProtocol, one)),
            .. sandbox.Gateway.Requests.Answered.Items.Select(one => (SandboxProvider.Gateway, one)),
            .. sandbox.MPay.Requests.Answered.Items.Select(one => (SandboxProvider.MPay, one)),
        ])}
        {WithdrawalRulesCard.Of(sandbox)}
        {FaultCard.Of(sandbox.Faults)}</main>
        """
        );
}

/// <summary>The pages for people.</summary>
internal sealed class PageEndpoints(SandboxServer sandbox)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/", () => Results.Redirect("/sandbox"));
        app.MapGet("/sandbox", () => Layout.Page("Payment sandbox", HomePage.Of(sandbox)));
        app.MapGet("/sandbox/withdrawals", () => Layout.Page("Withdrawals", WithdrawalsPage.Of(sandbox)));
        app.MapGet(
            PayProtocolPaymentCalls.PagePath + "{number}",
            (string number) =>
                sandbox.PayProtocol.PaymentOrders.OfPage(number) is { } order
                    ? Layout.Page("Pay Protocol sandbox", PaymentOrderPage.Of(sandbox.PayProtocol, order))
                    : Results.NotFound()
        );
        app.MapGet(
            MPayPage.Path + "{id}",
            (string id) =>
                sandbox.MPay.OrderOfPage(id) is { } order ? Layout.Page("MPay sandbox", MPayPage.Of(order, sandbox.BaseUrl)) : Results.NotFound()
        );
    }
}
