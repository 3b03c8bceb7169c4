using System.Globalization;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.Pages;

/// <summary>The page that a payment order leads a payer to. It takes any amount at any time, as an address on a chain does.</summary>
internal static class PaymentOrderPage
{
    public static Html Of(PayProtocolSandbox provider, PayProtocolPaymentOrder order)
    {
        var symbol = Symbol(provider, order);
        var rest = PayProtocolPaymentOrders.Rest(order);
        var missing = rest.Sign > 0 ? Amount(provider, order, rest.ToString(CultureInfo.InvariantCulture)) : "";
        var received = order.SettlementAmount is { } units ? $"{Amount(provider, order, units)} {symbol} received" : "Nothing received yet";
        return Html.Of(
            $"""
            <main><section class="till"><p class="soft">Pay Protocol sandbox</p><h1>{order.Description ?? "Payment"}</h1>
            <p class="amount">{Amount(provider, order, order.ExpectedAmount)} {symbol}</p><p class="soft">{(
                order.IsLegalTender ? $"for {order.QuoteAmount} {order.QuoteCurrencySymbol}, " : ""
            )}{order.OutTradeNo}</p>
            <p>{Status(order.PaymentStatus)}</p><p class="soft">{received}. To this address on {Chain(provider, order)}:</p>{QrPicture.Of(
                order.UserWalletAddress,
                "QR code of the address"
            )}<p><code>{order.UserWalletAddress}</code></p>
            <form method="post" action="/sandbox/pay-protocol/payments/pay"><input type="hidden" name="out_trade_no" value="{order.OutTradeNo}"><input type="hidden"
            name="back" value="{PayProtocolPaymentCalls.PagePath}{order.OutPaymentNo}">
            <label style="text-align: left">Amount, {symbol}<input name="amount" value="{missing}" inputmode="decimal" required></label>
            <button name="status" value="success">Pay{(
                order.PaymentStatus is PaymentStatus.Pending or PaymentStatus.PartiallyPaid or PaymentStatus.BlockConfirmation ? "" : " all the same"
            )}</button>
            <button class="plain" name="status" value="pending">Pay, but leave the block open</button></form>
            {(order.PaymentStatus is PaymentStatus.Failed or PaymentStatus.Paid or PaymentStatus.Refunded ? default : Fail(order))}
            {(
                order.RedirectionUrl is { } url
                    ? Html.Of($"""<p style="margin-top: 14px"><a href="{url.AbsoluteUri}">Back to the shop</a></p>""")
                    : default
            )}
            </section></main>
            """
        );
    }

    /// <summary>A row of the home page's table.</summary>
    public static Html[] Row(PayProtocolSandbox provider, PayProtocolPaymentOrder order)
    {
        var symbol = Symbol(provider, order);
        var received = $"received {Amount(provider, order, order.SettlementAmount ?? "0")} on {Chain(provider, order)}";
        return
        [
            Parts.Two(
                Html.Of($"""<a href="{PayProtocolPaymentCalls.PagePath}{order.OutPaymentNo}">{order.OutTradeNo}</a>"""),
                Parts.Text(order.OutPaymentNo)
            ),
            Html.Of(
                $"""
                {Parts.Two(Parts.Text($"{Amount(provider, order, order.ExpectedAmount)} {symbol}"), Parts.Text(received))}<div class="acts">{Status(
                    order.PaymentStatus
                )}
                <form class="inline" method="post" action="/sandbox/pay-protocol/payments/notify"><input type="hidden" name="out_trade_no"
                value="{order.OutTradeNo}"><button class="plain small" title="Send the callback once more">Resend</button></form></div>
                """
            ),
        ];
    }

    private static Html Fail(PayProtocolPaymentOrder order) =>
        Html.Of(
            $"""
            <form method="post" action="/sandbox/pay-protocol/payments/settle"><input type="hidden" name="out_trade_no" value="{order.OutTradeNo}"><input type="hidden"
            name="back" value="{PayProtocolPaymentCalls.PagePath}{order.OutPaymentNo}"><button class="plain" name="status" value="failed">Let it fail</button></form>
            """
        );

    private static Html Status(PaymentStatus status)
    {
        var words = Parts.Word(status).Replace('_', ' ');
        return status switch
        {
            PaymentStatus.Paid => Parts.Good(words),
            PaymentStatus.Failed or PaymentStatus.Refunded => Parts.Bad(words),
            _ => Parts.Wait(words),
        };
    }

    private static string Amount(PayProtocolSandbox provider, PayProtocolPaymentOrder order, string units) =>
        AmountText.FromSmallestUnits(units, provider.PaymentOrders.Decimals(order));

    private static string Symbol(PayProtocolSandbox provider, PayProtocolPaymentOrder order) =>
        provider.Catalogue.Currency(order.ChainId, order.CurrencyId).Symbol;

    private static string Chain(PayProtocolSandbox provider, PayProtocolPaymentOrder order) =>
        provider.Catalogue.Chains.First(chain => chain.ChainId == order.ChainId).ChainName;
}
