using PaymentHub.Sandbox.MPay;

namespace PaymentHub.Sandbox.Pages;

/// <summary>The page that "up" leads a payer to.</summary>
internal static class MPayPage
{
    public const string Path = "/sandbox/mpay/pay/";

    /// <param name="root">The sandbox's address, without a slash at its end: the code leads to this very page.</param>
    public static Html Of(MPayOrder order, string root) =>
        Html.Of(
            $"""
            <main><section class="till"><p class="soft">MPay sandbox</p><h1>{order.Title
                ?? "Payment"}</h1><p class="amount">{order.Amount} {order.Currency}</p>
            <p class="soft">{order.Remark ?? order.MerchOrderId}</p>{(
                order.Status == MPayStatus.Pending ? Open(order, root) : Done(order)
            )}</section></main>
            """
        );

    private static Html Open(MPayOrder order, string root) =>
        Html.Of(
            $"""
            {QrPicture.Of(
                $"{root}{Path}{order.Id}",
                "QR code of this page"
            )}<p class="soft">Instead of scanning the code with the wallet, press a button.</p>
            <form method="post" action="/sandbox/mpay/pay"><input type="hidden" name="merch_order_id" value="{order.MerchOrderId}"><input type="hidden"
            name="account" value="{order.Account}"><input type="hidden" name="back" value="{Path}{order.Id}">
            <button name="outcome" value="finish">Pay {order.Amount} {order.Currency}</button>
            <button class="plain" name="outcome" value="pending">Only scan the code{(order.UserPayAddress is null ? "" : " again")}</button>
            <button class="plain" name="outcome" value="fail">Let it fail</button></form>
            """
        );

    private static Html Done(MPayOrder order) =>
        Html.Of(
            $"""
            <p style="margin: 22px 0">{MPayCard.Status(order.Status)}</p><p>{(
                order.Status == MPayStatus.Finish ? "Paid. Thank you." : "The payment failed."
            )}</p>
            {(order.ReturnUrl is { } url ? Html.Of($"""<p><a href="{url.AbsoluteUri}">Back to the shop</a></p>""") : default)}
            """
        );
}
