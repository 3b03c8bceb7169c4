using PaymentHub.Sandbox.Gateway;

namespace PaymentHub.Sandbox.Pages;

/// <summary>The USDT gateway on the home page.</summary>
internal static class GatewayCard
{
    public static Html Of(GatewaySandbox gateway) =>
        Html.Of(
            $"""
            <section id="gateway"><h2>USDT gateway</h2><p class="soft">A TRON address for each user, and withdrawals. One callback, no queries.</p>
            <h3>Pay to an address</h3>{Form(gateway)}
            <h3>Accounts</h3>{Parts.Table("No account is set.", ["Name", "app_id", "Callbacks go to"], gateway.Accounts, Account)}
            <h3>Users</h3>{Parts.Table("No user yet: they come with the first deposit address.", ["User", "Address"], gateway.Users, User)}
            <h3>Withdrawals</h3>{WithdrawalParts.Table(gateway.Withdrawals.All.Select(one => one.View))}
            <h3>Recharges</h3>{Parts.Table("Nobody has paid yet.", ["User", "Amount"], gateway.Recharges, Recharge)}
            </section>
            """
        );

    private static Html Form(GatewaySandbox gateway) =>
        gateway.Users.Count == 0
            ? Html.Of($"""<p class="empty">There is no user to pay to.</p>""")
            : Html.Of(
                $"""
                <form class="fields" method="post" action="/sandbox/usdt-gateway/pay">
                <label>User<select name="identify">{Parts.Options(gateway.Users.Reverse().Select(user => user.Identify).Distinct())}</select></label>
                <label>Amount, USDT<input name="amount" value="51" inputmode="decimal" required></label>
                <button class="full">Pay</button></form>
                """
            );

    private static Html[] Account(GatewayCredentials account) =>
        [Parts.Text(account.Name), Parts.Text($"{account.AppId}"), Parts.Code(account.CallbackUrl?.GetLeftPart(UriPartial.Authority) ?? "nowhere")];

    private static Html[] User(GatewayUser user) => [Parts.Text(user.Identify), Parts.Code(user.Address)];

    private static Html[] Recharge(GatewayRecharge one) =>
        [
            Parts.Two(Parts.Text(one.Identify), Parts.Text(one.OrderId)),
            Html.Of($"""{one.Amount} USDT<div class="acts">{Parts.Resend(SandboxProvider.Gateway, one.OrderId)}</div>"""),
        ];
}
