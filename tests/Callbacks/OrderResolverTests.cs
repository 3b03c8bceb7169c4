using PaymentHub.Callbacks;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Callbacks;

/// <summary>Which order of ours a notice is about that names the provider's id alone.</summary>
public class OrderResolverTests
{
    private static readonly Notice Nameless = Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Completed) with
    {
        ProviderOrderId = "402",
        Amount = 10,
    };

    /// <summary>A transfer of 4 USDT to the address that was made for a payment.</summary>
    private static readonly Notice Transfer = Samples.Deposit(NoticeStatus.Completed) with
    {
        ProviderOrderId = "402",
        Amount = 4,
        Currency = "USDT",
        Network = "tron",
        Address = "TP",
        CustomerId = "178",
        TransactionId = "0f",
    };

    private static readonly Transfer Done = new("402", 4, "USDT");

    private readonly FakeProviderAccount _provider = new() { Issues = true };
    private readonly MemoryAddressBook _book = new() { Payments = { ["TP"] = Samples.MerchantDeposit.Id } };

    [Fact]
    public async Task The_provider_is_asked_for_our_name_and_the_callback_keeps_its_own_words()
    {
        _provider.Answer = new ProviderResult<Notice>.Good(
            Nameless with
            {
                OrderId = Samples.Withdrawal.Id,
                Status = NoticeStatus.Pending,
                Amount = null,
            }
        );

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

    [Fact]
    public async Task A_transfer_to_a_payment_s_address_is_told_as_the_payment_stands()
    {
        var payment = Samples.Deposit(NoticeStatus.Pending) with
        {
            OrderId = Samples.MerchantDeposit.Id,
            ProviderOrderId = "178",
            Amount = 4,
            Currency = "USDT",
            Address = "TP",
        };
        _provider.Answer = new ProviderResult<Notice>.Good(payment);

        Assert.Equal(payment with { Transfer = Done }, Assert.IsType<ProviderResult<Notice>.Good>(await NameAsync(Transfer)).Value);
    }

    [Fact]
    public async Task A_payment_that_has_not_caught_up_with_its_transfer_is_pending_without_an_amount()
    {
        _provider.Answer = new ProviderResult<Notice>.Good(Samples.Deposit(NoticeStatus.Awaiting) with { OrderId = Samples.MerchantDeposit.Id });

        var notice = Assert.IsType<ProviderResult<Notice>.Good>(await NameAsync(Transfer)).Value;

        Assert.Equal(
            (Samples.MerchantDeposit.Id, NoticeStatus.Pending, null, "USDT", "0f", Done),
            (notice.OrderId, notice.Status, notice.Amount, notice.Currency, notice.TransactionId, notice.Transfer)
        );
    }

    [Fact]
    public async Task A_transfer_that_is_on_its_way_is_not_kept_as_done()
    {
        _provider.Answer = new ProviderResult<Notice>.Good(Samples.Deposit(NoticeStatus.Pending) with { OrderId = Samples.MerchantDeposit.Id });

        Assert.Equal(
            Done with
            {
                InProgress = true,
            },
            Assert.IsType<ProviderResult<Notice>.Good>(await NameAsync(Transfer with { Status = NoticeStatus.Pending })).Value.Transfer
        );
    }

    [Fact]
    public async Task Another_coin_on_a_payment_s_address_is_told_beside_the_payment()
    {
        _provider.Answer = new ProviderResult<Notice>.Good(
            Samples.Deposit(NoticeStatus.Completed) with
            {
                OrderId = Samples.MerchantDeposit.Id,
                Amount = 10,
                Currency = "USDT",
            }
        );

        var notice = Assert.IsType<ProviderResult<Notice>.Good>(await NameAsync(Transfer with { Currency = "TRX" })).Value;

        Assert.Equal((Done with { Currency = "TRX" }, "USDT"), (notice.Transfer, notice.Currency));
    }

    [Theory]
    [InlineData(NoticeStatus.Failed, 4)]
    [InlineData(NoticeStatus.Completed, 0)]
    public async Task A_transfer_that_moved_nothing_says_nothing_and_nobody_is_asked(NoticeStatus status, decimal amount)
    {
        var notice = Assert.IsType<ProviderResult<Notice>.Good>(await NameAsync(Transfer with { Status = status, Amount = amount })).Value;

        Assert.Equal((Samples.MerchantDeposit.Id, NoticeStatus.Awaiting, 0), (notice.OrderId, notice.Status, _provider.Asked));
    }

    [Fact]
    public async Task A_transfer_waits_while_its_payment_cannot_be_asked_about()
    {
        _provider.Answer = new ProviderResult<Notice>.Unavailable("down");

        Assert.IsType<ProviderResult<Notice>.Unavailable>(await NameAsync(Transfer));
    }

    private Task<ProviderResult<Notice>> NameAsync(Notice notice) =>
        new OrderResolver(_book).ResolveAsync(TestDirectory.Account(_provider), notice, default);
}
