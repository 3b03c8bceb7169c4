using System.Security.Cryptography;
using System.Text;
using PaymentHub.Sandbox.MPay;

namespace PaymentHub.Sandbox.Pages;

/// <summary>The page that "up" leads a payer to.</summary>
internal static class MPayPage
{
    private const int Modules = 25;
    private const int Finder = 7;

    public static Html Of(MPayOrder order) => Html.Of($"""
        <main><section class="till"><p class="soft">MPay sandbox</p><h1>{order.Title ?? "Payment"}</h1><p class="amount">{order.Amount} {order.Currency}</p>
        <p class="soft">{order.Remark ?? order.MerchOrderId}</p>{(order.Status == MPayStatus.Pending ? Open(order) : Done(order))}</section></main>
        """);

    private static Html Open(MPayOrder order) => Html.Of($"""
        {Picture(order.Id)}<p class="soft">Instead of scanning the code with the wallet, press a button.</p>
        <form method="post" action="/sandbox/mpay/pay"><input type="hidden" name="merch_order_id" value="{order.MerchOrderId}"><input type="hidden"
        name="account" value="{order.Account}"><input type="hidden" name="back" value="/sandbox/mpay/pay/{order.Id}">
        <button name="outcome" value="finish">Pay {order.Amount} {order.Currency}</button>
        <button class="plain" name="outcome" value="pending">Only scan the code{(order.UserPayAddress is null ? "" : " again")}</button>
        <button class="plain" name="outcome" value="fail">Let it fail</button></form>
        """);

    private static Html Done(MPayOrder order) => Html.Of($"""
        <p style="margin: 22px 0">{MPayCard.Status(order.Status)}</p><p>{(order.Status == MPayStatus.Finish ? "Paid. Thank you." : "The payment failed.")}</p>
        {(order.ReturnUrl is { } url ? Html.Of($"""<p><a href="{url.AbsoluteUri}">Back to the shop</a></p>""") : default)}
        """);

    /// <summary>Looks like a code, so that the page looks like the real one; there is no wallet that could read it.</summary>
    private static Html Picture(string id)
    {
        var noise = SHA512.HashData(Encoding.UTF8.GetBytes(id));
        var dots =
            from y in Enumerable.Range(0, Modules)
            from x in Enumerable.Range(0, Modules)
            let bit = (y * Modules) + x
            where !InFinder(x, y) && ((noise[bit / 8 % noise.Length] >> (bit % 8)) & 1) == 1
            select $"M{x} {y}h1v1h-1z";
        var finders = new[] { (0, 0), (Modules - Finder, 0), (0, Modules - Finder) }
            .Select(corner => $"M{corner.Item1} {corner.Item2}h7v7h-7zm1 1v5h5v-5zm1 1h3v3h-3z");
        return Html.Of($"""
            <svg viewBox="-2 -2 29 29" role="img" aria-label="A picture of a QR code" shape-rendering="crispEdges"><rect x="-2" y="-2" width="29" height="29"
            rx="2" fill="#fff"/><path fill="#111" fill-rule="evenodd" d="{string.Concat(dots.Concat(finders))}"/></svg>
            """);
    }

    private static bool InFinder(int x, int y)
    {
        var (left, right, top, bottom) = (x <= Finder, x >= Modules - Finder - 1, y <= Finder, y >= Modules - Finder - 1);
        return (top && (left || right)) || (bottom && left);
    }
}
