using System.Security.Cryptography;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The calls about payment orders.</summary>
internal sealed class PayProtocolPaymentCalls(PayProtocolSandbox provider)
{
    /// <summary>Where the page is, after the page host.</summary>
    public const string PagePath = "/sandbox/pay-protocol/payment/";
    private const string LegalTender = "USD";

    public Answer Create(PayProtocolRequest request)
    {
        if (
            PayProtocolBody.Read(request.Body) is not { } body
            || body.Number("chainId") is not { } chainId
            || body.Text("outTradeNo") is not { } outTradeNo
            || body.Number("isLegalTender") is not { } legal
            || legal > 1
            || body.Text("quoteCurrencySymbol") is not { } symbol
            || body.Text("quoteAmount") is not { } amount
            || Currency(chainId, legal == 1, symbol) is not { } currency
        )
        {
            return PayProtocolErrors.Parameter("chainId, outTradeNo, isLegalTender, quoteCurrencySymbol, quoteAmount");
        }

        var name = request.Account.Credentials.Name;
        if (provider.PaymentOrders.OfMerchant(name, outTradeNo, null) is { } existing)
        {
            return provider.Options.RepeatedPaymentAnswersPage
                ? Page(request, existing)
                : PayProtocolWire.Error(provider.Options.PaymentExistsCode, "outTradeNo already exists");
        }

        try
        {
            return Page(
                request,
                provider.PaymentOrders.Add(
                    request.Account,
                    new()
                    {
                        Account = name,
                        OutPaymentNo = "",
                        OutTradeNo = outTradeNo,
                        ChainId = chainId,
                        CurrencyId = currency.CurrencyId,
                        Description = body.Text("description"),
                        IsLegalTender = legal == 1,
                        QuoteCurrencySymbol = symbol,
                        QuoteAmount = amount,
                        ExpectedAmount = AmountText.ToSmallestUnits(amount, currency.Decimals) is var units and not "0"
                            ? units
                            : throw new ArgumentException("quoteAmount is nothing"),
                        UserWalletAddress = "",
                        NotifyUrl = body.Url("notifyUrl"),
                        RedirectionUrl = body.Url("redirectionUrl"),
                        CreateTime = provider.Clock.Now,
                    }
                )
            );
        }
        catch (ArgumentException e)
        {
            return PayProtocolErrors.Parameter(e.Message);
        }
    }

    public Answer Detail(PayProtocolRequest request) =>
        Find(request) is { } order && provider.PaymentOrders.Told(order) is { } told
            ? PayProtocolWire.Good(PayProtocolWire.Payment(told, Symbol(told)), order.Account)
            : PayProtocolErrors.PaymentNotFound;

    public Answer Notify(PayProtocolRequest request)
    {
        if (Find(request) is not { } order)
        {
            return PayProtocolErrors.PaymentNotFound;
        }

        // Not awaited: the provider answers first and calls back afterwards.
        return order.PaymentStatus is PaymentStatus.Pending or PaymentStatus.BlockConfirmation
            ? PayProtocolErrors.NothingToNotify
            : PayProtocolWire.Good(null, order.Account) with
            {
                Afterwards = () => provider.Background.Start(TimeSpan.Zero, () => provider.PaymentOrders.NotifyAsync(order.OutTradeNo)),
            };
    }

    private static Answer Page(PayProtocolRequest request, PayProtocolPaymentOrder order) =>
        PayProtocolWire.Good(
            new
            {
                outPaymentNo = order.OutPaymentNo,
                paymentUrl = PagePath + order.OutPaymentNo,
                userWalletAddress = order.UserWalletAddress,
                saltHash = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes("salt|" + order.OutPaymentNo))),
            },
            request.Account.Credentials.Name
        );

    private PayProtocolPaymentOrder? Find(PayProtocolRequest request) =>
        provider.PaymentOrders.OfMerchant(request.Account.Credentials.Name, request.Text("outTradeNo"), request.Text("outPaymentNo"));

    private PayProtocolCurrency? Currency(int chainId, bool legal, string symbol) =>
        !legal || symbol == LegalTender
            ? provider.Catalogue.Currencies.FirstOrDefault(one =>
                one.ChainId == chainId && one.Symbol.Equals(legal ? "USDT" : symbol, StringComparison.OrdinalIgnoreCase)
            )
            : null;

    private string Symbol(PayProtocolPaymentOrder order) => provider.Catalogue.Currency(null, order.CurrencyId).Symbol;
}
