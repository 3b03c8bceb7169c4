using Microsoft.AspNetCore.Http;
using PaymentHub.Deposits;

namespace PaymentHub.Http.Pay;

/// <summary>Every word of a payer's page, in one language.</summary>
public sealed record PayerTexts
{
    public required string Language { get; init; }

    /// <summary>Its own name, and the code that a link asks for it by.</summary>
    public required (string Name, string Code) Own { get; init; }

    public required Func<string?, string> PaymentTo { get; init; }

    public required Func<string, string> Send { get; init; }

    public required string SendMoney { get; init; }

    public required string Or { get; init; }

    public required Func<PayerPage, (string Title, string Text)> State { get; init; }

    public required string ExactAmount { get; init; }

    public required string Network { get; init; }

    public required string Address { get; init; }

    public required string TimeLeft { get; init; }

    public required Func<int, string> Minutes { get; init; }

    public required Func<string, string> AlsoCalled { get; init; }

    public required Func<string, string, string> OnlyThis { get; init; }

    public required string Scan { get; init; }

    public required string ScanPage { get; init; }

    public required string QrOfAddress { get; init; }

    public required string QrOfPage { get; init; }

    public required string Continue { get; init; }

    public required string Another { get; init; }

    public required string Return { get; init; }

    public required string Copy { get; init; }

    public required string Copied { get; init; }

    public required string CopyAddress { get; init; }

    public required string CopyAmount { get; init; }

    public required string NotFound { get; init; }

    public required string NotFoundText { get; init; }

    public required string NotNow { get; init; }

    public required string NotNowText { get; init; }

    public static PayerTexts English { get; } =
        new()
        {
            Language = "en",
            Own = ("English", "en"),
            PaymentTo = name => name is null ? "Payment" : $"Payment to {name}",
            Send = what => $"Send {what}",
            SendMoney = "Send your payment",
            Or = " or ",
            State = page =>
                page.State switch
                {
                    PayerState.Waiting => ("Waiting for your payment", "This page updates by itself when your payment is seen."),
                    PayerState.Seen => ("Payment seen", "The network is confirming it. This can take some minutes; you do not need to do anything."),
                    PayerState.PartlyPaid => (
                        $"{Money(page, page.Missing)} is missing",
                        $"{Money(page, page.Received)} has arrived. Send exactly the rest to the same address."
                    ),
                    PayerState.Paid when page.Extra is not null => (
                        "Paid. Thank you.",
                        $"{Money(page, page.Received)} has arrived, {Money(page, page.Extra)} more than was asked for. The shop knows."
                    ),
                    PayerState.Paid => (
                        "Paid. Thank you.",
                        page.Received is null ? "Your payment has arrived." : $"{Money(page, page.Received)} has arrived."
                    ),
                    PayerState.Underpaid => (
                        "Too little was paid",
                        $"{Money(page, page.Received)} has arrived, and {Money(page, page.Missing)} is missing. Do not send anything more: the shop knows and will tell you what to do."
                    ),
                    PayerState.Overpaid => (
                        "Too much was paid",
                        $"{Money(page, page.Received)} has arrived, {Money(page, page.Extra)} more than was asked for. The shop knows and will take care of it."
                    ),
                    PayerState.Expired => (
                        "The time to pay is over",
                        "Do not pay any more. If you have already paid, your payment will still be found: ask the shop."
                    ),
                    PayerState.InReview => (
                        "Your payment is being looked at",
                        "Somebody has to look at it. You need not pay again; ask the shop if it takes long."
                    ),
                    _ => ("The payment was not completed", "This payment has ended. Go back to the shop to try again."),
                },
            ExactAmount = "Send exactly this amount. If your wallet or exchange takes a fee, add it on top.",
            Network = "Network",
            Address = "Address",
            TimeLeft = "Time left",
            Minutes = minutes => minutes == 1 ? "1 minute" : $"{minutes} minutes",
            AlsoCalled = name => $"wallets also say {name}",
            OnlyThis = (what, network) =>
                what.Length > 0
                    ? $"Send only {what}, and only over the {network} network. Anything else is lost."
                    : $"Send only over the {network} network. Anything else is lost.",
            Scan = "Scan it with your wallet",
            ScanPage = "Scan it to pay on your phone",
            QrOfAddress = "QR code of the address",
            QrOfPage = "QR code of the page to pay on",
            Continue = "Continue to payment",
            Another = "Make another payment",
            Return = "Back to the shop",
            Copy = "Copy",
            Copied = "Copied",
            CopyAddress = "Copy the address",
            CopyAmount = "Copy the amount",
            NotFound = "There is no such payment page",
            NotFoundText = "The link is incomplete or too old. Go back to the shop and start again.",
            NotNow = "The page cannot be shown right now",
            NotNowText = "Nothing is lost, and what you have paid is safe. Try again in a minute.",
        };

    public static PayerTexts Chinese { get; } =
        new()
        {
            Language = "zh-Hans",
            Own = ("简体中文", "zh"),
            PaymentTo = name => name is null ? "付款" : $"付款给 {name}",
            Send = what => $"请支付 {what}",
            SendMoney = "请付款",
            Or = " 或 ",
            State = page =>
                page.State switch
                {
                    PayerState.Waiting => ("等待您的付款", "收到付款后，本页面会自动更新。"),
                    PayerState.Seen => ("已看到您的付款", "正在等待网络确认，可能需要几分钟，您无需再做任何操作。"),
                    PayerState.PartlyPaid => (
                        $"还差 {Money(page, page.Missing)}",
                        $"已收到 {Money(page, page.Received)}。请将剩余金额准确支付到同一地址。"
                    ),
                    PayerState.Paid when page.Extra is not null => (
                        "付款成功，谢谢！",
                        $"已收到 {Money(page, page.Received)}，比应付金额多 {Money(page, page.Extra)}。商家已获知。"
                    ),
                    PayerState.Paid => ("付款成功，谢谢！", page.Received is null ? "您的付款已到账。" : $"{Money(page, page.Received)} 已到账。"),
                    PayerState.Underpaid => (
                        "付款金额不足",
                        $"已收到 {Money(page, page.Received)}，还差 {Money(page, page.Missing)}。请不要再付款：商家已获知，会告诉您如何处理。"
                    ),
                    PayerState.Overpaid => (
                        "付款金额过多",
                        $"已收到 {Money(page, page.Received)}，比应付金额多 {Money(page, page.Extra)}。商家已获知，会为您处理。"
                    ),
                    PayerState.Expired => ("付款时间已过", "请不要再付款。如果您已经付款，系统仍会继续查找，请联系商家。"),
                    PayerState.InReview => ("您的付款正在核实", "需要人工核实，您无需再次付款。如果等待时间较长，请联系商家。"),
                    _ => ("付款未完成", "此页面不会再有变化。请返回商家重新付款。"),
                },
            ExactAmount = "请准确支付此金额。如果您的钱包或交易所收取手续费，请另外加上。",
            Network = "网络",
            Address = "收款地址",
            TimeLeft = "剩余时间",
            Minutes = minutes => $"{minutes} 分钟",
            AlsoCalled = name => $"钱包中也称 {name}",
            OnlyThis = (what, network) =>
                what.Length > 0 ? $"只能通过 {network} 网络支付 {what}，否则资金将会丢失。" : $"只能通过 {network} 网络付款，否则资金将会丢失。",
            Scan = "用钱包扫描二维码",
            ScanPage = "用手机扫描二维码付款",
            QrOfAddress = "收款地址的二维码",
            QrOfPage = "付款页面的二维码",
            Continue = "前往付款",
            Another = "再付一笔",
            Return = "返回商家",
            Copy = "复制",
            Copied = "已复制",
            CopyAddress = "复制地址",
            CopyAmount = "复制金额",
            NotFound = "没有这个付款页面",
            NotFoundText = "链接不完整或已失效。请返回商家重新开始。",
            NotNow = "页面暂时无法显示",
            NotNowText = "您的付款是安全的，不会丢失。请稍后再试。",
        };

    public static IReadOnlyList<PayerTexts> All { get; } = [English, Chinese];

    /// <summary>The language that was chosen on the page, or the first of the browser's that there is, or English.</summary>
    public static PayerTexts For(HttpRequest request) =>
        All.FirstOrDefault(texts => texts.Own.Code == request.Query["lang"])
        ?? request
            .GetTypedHeaders()
            .AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
            .Select(language => All.FirstOrDefault(texts => language.Value.StartsWith(texts.Own.Code, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(texts => texts is not null)
        ?? English;

    private static string Money(PayerPage page, decimal? amount) =>
        amount is { } value ? PayerWords.Money(value, page.Currencies is [var only] ? only : null) : "";
}
