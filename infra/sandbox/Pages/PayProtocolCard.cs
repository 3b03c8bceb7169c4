using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.Pages;

/// <summary>Pay Protocol on the home page.</summary>
internal static class PayProtocolCard
{
    public static Html Of(PayProtocolSandbox provider) =>
        Html.Of(
            $"""
            <section id="pay-protocol"><h2>Pay Protocol</h2><p class="soft">A wallet for each user, on TRON, Ethereum and BSC; payment orders and withdrawals.</p>
            <h3>Pay to a wallet</h3>{Form(provider)}
            <h3>Accounts</h3>{Parts.Table("No account is set.", ["Name", "Callbacks go to"], provider.Accounts, Account)}
            <h3>Users</h3>{Parts.Table("No user yet: they come with the first deposit address.", ["User", "Addresses"], provider.Users, User)}
            <h3>Payment orders</h3>{Parts.Table(
                "No payment order yet.",
                ["Order", "Amount"],
                provider.PaymentOrders.All,
                one => PaymentOrderPage.Row(provider, one)
            )}
            <h3>Withdrawals</h3>{WithdrawalParts.Table(provider.Withdrawals.All.Select(provider.Withdrawals.View))}
            <h3>Recharges</h3>{Parts.Table("Nobody has paid yet.", ["User", "Amount"], provider.Recharges, one => Recharge(provider, one))}
            </section>
            """
        );

    private static Html Form(PayProtocolSandbox provider)
    {
        var currencies = Html.Join(
            provider.Catalogue.Currencies.Select(currency =>
                Html.Of($"""<option value="{currency.CurrencyId}">{currency.Symbol} on {Chain(provider, currency.ChainId)}</option>""")
            )
        );
        return provider.Users.Count == 0
            ? Html.Of($"""<p class="empty">There is no user to pay to.</p>""")
            : Html.Of(
                $"""
                <form class="fields" method="post" action="/sandbox/pay-protocol/pay">
                <label>User<select name="uuid">{Parts.Options(provider.Users.Reverse().Select(user => user.Uuid).Distinct())}</select></label>
                <label>Amount<input name="amount" value="10" inputmode="decimal" required></label>
                <label>Currency<select name="currency_id">{currencies}</select></label>
                <label>Outcome<select name="status"><option>success</option><option>pending</option><option>failure</option></select></label>
                <button class="full">Pay</button></form>
                """
            );
    }

    private static Html[] Account(PayProtocolCredentials account) =>
        [Parts.Text(account.Name), Parts.Code(account.CallbackUrl?.GetLeftPart(UriPartial.Authority) ?? "nowhere")];

    private static Html[] User(PayProtocolUser user)
    {
        var addresses = user
            .Wallets.Select(wallet => wallet.WalletAddress)
            .Distinct()
            .Select(address => Html.Of($"<div><code>{address}</code></div>"));
        return [Parts.Text(user.Uuid), Html.Join(addresses)];
    }

    private static Html[] Recharge(PayProtocolSandbox provider, PayProtocolRecharge one)
    {
        var currency = provider.Catalogue.Currencies.First(currency => currency.CurrencyId == one.CurrencyId);
        var status = one.RechargeStatus switch
        {
            RechargeStatus.Success => Parts.Good("success"),
            RechargeStatus.Pending => Parts.Wait("pending"),
            _ => Parts.Bad("failure"),
        };
        var action = one.RechargeStatus == RechargeStatus.Pending ? Settle(one) : Parts.Resend(SandboxProvider.PayProtocol, $"{one.RechargeId}");
        var amount = $"{AmountText.FromSmallestUnits(one.RechargeAmount, currency.Decimals)} {currency.Symbol}";
        return
        [
            Parts.Two(Parts.Text(one.Uuid), Parts.Text($"{one.RechargeId}")),
            Html.Of($"""{Parts.Two(Parts.Text(amount), Parts.Text(Chain(provider, one.ChainId)))}<div class="acts">{status} {action}</div>"""),
        ];
    }

    private static Html Settle(PayProtocolRecharge one) =>
        Html.Of(
            $"""
            <form class="inline" method="post" action="/sandbox/pay-protocol/settle"><input type="hidden" name="recharge_id" value="{one.RechargeId}"><button
            class="plain small" name="status" value="success">Succeed</button> <button class="plain small" name="status" value="failure">Fail</button></form>
            """
        );

    private static string Chain(PayProtocolSandbox provider, int chainId) =>
        provider.Catalogue.Chains.FirstOrDefault(chain => chain.ChainId == chainId)?.ChainName ?? $"chain {chainId}";
}
