using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.PayProtocol;

/// <summary>A Pay Protocol account that makes payment orders.</summary>
public abstract class PayProtocolPaymentBench : IDisposable
{
    private protected const string OurId = "dep_0123456789abcdefghjkmnpqrs";
    private protected const string Address = "TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1";

    private protected const string Made =
        """{"code":200,"msg":"success","data":{"outPaymentNo":"202312181035353064","paymentUrl":"/pay?no=202312181035353064","userWalletAddress":"TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1","saltHash":"0xab"}}""";

    /// <summary>The documented payment object.</summary>
    private protected const string Payment =
        """{"chainId":1,"orgId":7,"outTradeNo":"dep_0123456789abcdefghjkmnpqrs","outPaymentNo":"202312181035353064","description":"one","isLegalTender":0,"quoteCurrencySymbol":"USDT","quoteAmount":"12.5","paymentStatus":0,"paymentType":1,"expectedAmount":"12500000","settlementAmount":"12500000","settlementCurrencySymbol":"USDT","transferHash":"53a3784a795a5524a4f960b90c0155c6d8c152255dcb56266a6ed23ce66b47a0","userWalletAddress":"TAKRynHBao1mv2eLaX6tUb29AyoBeCaFf1","fromAddress":"TLBP2BJykHX3AMaxPttaQdYVTChQpCThK3","createTime":"2024-03-29 17:45:27","blockTime":1711705518}""";

    private protected readonly PayProtocolBench _bench = new(
        ("PaymentOrders", "true"),
        ("PaymentPageBaseUrl", "https://payment-sandbox.payprotocol.network/")
    );

    public void Dispose()
    {
        _bench.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static PaymentPageRequest Request { get; } =
        new()
        {
            OrderId = OurId,
            CustomerId = "user-1",
            Amount = 12.50m,
            Currency = "USDT",
            Network = "tron",
            Title = "one",
            Remark = "two",
            ReturnUrl = "https://shop.example/thanks",
        };

    private protected static Callback Altered(string before, string after)
    {
        Assert.Contains(before, Payment, StringComparison.Ordinal);
        return PayProtocolBench.Signed(Payment.Replace(before, after, StringComparison.Ordinal));
    }

    private protected StubWire AnswerLists() => _bench.Wire.Answer(PayProtocolBench.Chains).Answer(PayProtocolBench.Currencies);

    private protected Task<ProviderResult<PaymentPage>> CreateAsync() => _bench.Account.CreatePaymentPageAsync(Request, CancellationToken.None);

    private protected Task<ProviderResult<Notice>> AskAsync(string id) =>
        _bench.Account.AskAsync(new OrderReference(OrderKind.Deposit, id, "202312181035353064"), CancellationToken.None);
}
