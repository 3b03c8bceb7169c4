using PaymentHub.Callbacks;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Callbacks;

/// <summary>Which order of ours a withdrawal's callback is about that names the provider's id alone.</summary>
public class OrderNamingTests
{
    private static readonly Notice Nameless = Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Completed) with { ProviderOrderId = "402", Amount = 10 };

    private readonly FakeProviderAccount _provider = new();

    [Fact]
    public async Task The_provider_is_asked_for_our_name_and_the_callback_keeps_its_own_words()
    {
        _provider.Answer = new ProviderResult<Notice>.Good(Nameless with { OrderId = Samples.Withdrawal.Id, Status = NoticeStatus.Pending, Amount = null });

        Assert.Equal(Nameless with { OrderId = Samples.Withdrawal.Id }, Assert.IsType<ProviderResult<Notice>.Good>(await NameAsync(Nameless)).Value);
    }

    [Fact]
    public async Task What_the_provider_does_not_know_stays_nameless()
    {
        _provider.Answer = new ProviderResult<Notice>.Absent();

        Assert.Equal(Nameless, Assert.IsType<ProviderResult<Notice>.Good>(await NameAsync(Nameless)).Value);
    }

    [Fact]
    public async Task A_provider_that_is_away_is_asked_later()
    {
        _provider.Answer = new ProviderResult<Notice>.Unavailable("down");

        Assert.IsType<ProviderResult<Notice>.Unavailable>(await NameAsync(Nameless));
    }

    [Fact]
    public async Task Deposits_and_named_withdrawals_need_no_question()
    {
        await NameAsync(Samples.Deposit(NoticeStatus.Completed) with { ProviderOrderId = "402" });
        await NameAsync(Nameless with { OrderId = Samples.Withdrawal.Id });

        Assert.Equal(0, _provider.Asked);
    }

    private Task<ProviderResult<Notice>> NameAsync(Notice notice) => OrderNaming.NameAsync(TestDirectory.Account(_provider), notice, default);
}
