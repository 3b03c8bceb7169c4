using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Deposits;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Deposits;

/// <summary>A deposit service with a store, an address book and a provider of the test's own.</summary>
public abstract class DepositServiceBench
{
    private protected static readonly DepositRequest Request = new()
    {
        Account = "shop_pay",
        CustomerId = "u-1",
        Amount = "10",
        Currency = "CNY",
        Reference = "r-1",
    };

    private protected const string Address = "TUWtBt3EwuCAxfVW36V88fhhE6Vnak2mLU";

    private protected readonly MemoryOrderStore _store = new();
    private protected readonly RecordingFollowUps _followUps = new();
    private protected readonly TurnableClock _clock = new();
    private protected readonly MemoryAddressBook _book = new();
    private protected readonly Merchant _merchant = new("shop", [], []);
    private protected readonly FakeProviderAccount _provider = new();
    private protected readonly DepositService _deposits;
    private protected int _asked;

    private protected DepositServiceBench()
    {
        _provider.Pages = _ => Answer(new ProviderResult<PaymentPage>.Good(new PaymentPage("https://pay.example/1", "77")));
        _deposits = Make(TestDirectory.With(TestDirectory.Account(_provider)));
    }

    private protected Order Stored => _store[OrderId.OfMerchant(OrderKind.Deposit, "shop", "r-1")].Order;

    private protected DepositService Make(MerchantDirectory directory) =>
        new(
            directory,
            _store,
            new OrderUpdater(_store, new FixedWebhookEventFactory(), _followUps, _clock),
            new PaymentPages(_store, _book, _followUps, PayerPagesOff.Tokens, _clock, NullLogger<PaymentPages>.Instance),
            _clock,
            NullLogger<DepositService>.Instance
        );

    private protected Task<ProviderResult<PaymentPage>> Answer(ProviderResult<PaymentPage> result)
    {
        _asked++;
        return Task.FromResult(result);
    }

    private protected Task<Result<Order>> CreateAsync() => _deposits.CreateAsync(_merchant, Request, CancellationToken.None);

    private protected async Task<(int Status, string Code)> ProblemAsync(DepositRequest request)
    {
        var problem = Assert.IsType<Result<Order>.Failure>(await _deposits.CreateAsync(_merchant, request, CancellationToken.None)).Problem;
        return (problem.Status, problem.Code);
    }
}
