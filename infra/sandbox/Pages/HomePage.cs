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
