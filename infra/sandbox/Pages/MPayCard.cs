using PaymentHub.Sandbox.MPay;

namespace PaymentHub.Sandbox.Pages;

/// <summary>MPay on the home page.</summary>
internal static class MPayCard
{
    public static Html Of(MPaySandbox provider) =>
        Html.Of(
            $"""
            <section id="mpay"><h2>MPay</h2><p class="soft">Payment pages with a code to scan, and payouts.</p>
            <h3>Pay an order</h3>{Form(provider)}
            <h3>Accounts</h3>{Parts.Table("No account is set.", ["Name", "merchId", "Version"], provider.Accounts, Account)}
            <h3>Payouts</h3>{WithdrawalParts.Table(provider.Withdrawals.All.Select(one => one.View))}
            <h3>Orders</h3>{Parts.Table("No payment page yet.", ["Order", "Amount"], provider.Orders, Order)}
            </section>
            """
        );

    public static Html Status(MPayStatus status) =>
        status switch
        {
            MPayStatus.Finish => Parts.Good("finish"),
            MPayStatus.Fail => Parts.Bad("fail"),
            _ => Parts.Wait("pending"),
        };

    private static Html Form(MPaySandbox provider)
    {
        string[] open = [.. provider.Orders.Where(order => order.Status == MPayStatus.Pending).Reverse().Select(order => order.MerchOrderId)];
        return open.Length == 0
            ? Html.Of($"""<p class="empty">There is no open order to pay.</p>""")
            : Html.Of(
                $"""
                <form class="fields" method="post" action="/sandbox/mpay/pay">
                <label class="full">Order<select name="merch_order_id">{Parts.Options(open)}</select></label>
                <label>Amount<input name="amount" placeholder="as asked" inputmode="decimal"></label>
                <label>Outcome<select name="outcome"><option>finish</option><option>pending</option><option>fail</option></select></label>
                <button class="full">Pay</button></form>
                """
            );
    }

    private static Html[] Account(MPayCredentials account) =>
        [Parts.Text(account.Name), Parts.Text($"{account.MerchId}"), Parts.Text(account.Version)];

    private static Html[] Order(MPayOrder order) =>
        [
            Parts.Two(Html.Of($"""<a href="/sandbox/mpay/pay/{order.Id}">{order.MerchOrderId}</a>"""), Parts.Text(order.MerchUserId)),
            Html.Of(
                $"""{order.Amount} {order.Currency}<div class="acts">{Status(order.Status)} {Parts.Resend(SandboxProvider.MPay, order.MerchOrderId)}</div>"""
            ),
        ];
}
