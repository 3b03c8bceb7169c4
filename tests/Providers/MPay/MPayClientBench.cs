using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.MPay;

/// <summary>An MPay account, and what is asked of it.</summary>
public abstract class MPayClientBench : IDisposable
{
    private protected const string Made = """{"code":0,"message":"ok","data":{"url":"https://mpay.example/qr/1","id":"9001"}}""";

    private protected readonly MPayBench _bench = new();

    public void Dispose()
    {
        _bench.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static PaymentPageRequest Request { get; } =
        new()
        {
            OrderId = MPayBench.OurId,
            CustomerId = "user-1",
            Amount = 100.00m,
            Currency = "CNY",
            Title = "one",
            Remark = "two",
            ReturnUrl = "https://shop.example/thanks",
        };

    private protected static Task<ProviderResult<PaymentPage>> UpAsync(MPayBench bench) =>
        bench.Account.CreatePaymentPageAsync(Request, CancellationToken.None);

    private protected Task<ProviderResult<Notice>> AskAsync() =>
        _bench.Account.AskAsync(new OrderReference(OrderKind.Deposit, MPayBench.OurId, ProviderOrderId: null), CancellationToken.None);
}
