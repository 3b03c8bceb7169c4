using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Deposits;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Deposits;

public sealed class DepositCancellationTests
{
    private static readonly Notice Paid = Samples.Deposit(NoticeStatus.Completed) with { Amount = 10, Currency = "CNY" };

    private readonly MemoryOrderStore _store = new();
    private readonly RecordingFollowUps _followUps = new();
    private readonly TurnableClock _clock = new();
    private readonly Merchant _merchant = new("shop", [], []);
    private readonly FakeProviderAccount _provider = new() { Answer = new ProviderResult<Notice>.Good(Samples.Deposit(NoticeStatus.Awaiting)) };

    public DepositCancellationTests() =>
        _store.Put(
            Samples.MerchantDeposit with
            {
                AccountId = "shop_pay",
                PaymentUrl = "https://pay.example/1",
                PayBy = _clock.GetUtcNow().AddHours(1),
                NextAction = new ScheduledAction(ActionKind.Poll, _clock.GetUtcNow().AddMinutes(2)),
            }
        );

    private Order Order => _store[Samples.MerchantDeposit.Id].Order;

    [Fact]
    public async Task A_deposit_that_nobody_has_paid_expires_and_is_asked_about_on()
    {
        var (before, cancelled) = (Order, await CancelAsync());

        Assert.Equal(
            (OrderStatus.Expired, true, before.NextAction, before.PayBy),
            (cancelled.Status, cancelled.TimeIsOver, cancelled.NextAction, cancelled.PayBy)
        );
        Assert.Equal("deposit.expired", Assert.Single(_store[Order.Id].Events).Type);
        Assert.Equal((1, Order), (_provider.Asked, Assert.Single(_followUps.Listed)));
        Assert.Equal($"{Order.Id}", Assert.Single(_followUps.Published)[4..^2]);
    }

    [Fact]
    public async Task A_payment_that_comes_afterwards_completes_it_late()
    {
        var cancelled = await CancelAsync();

        Assert.Equal((OrderStatus.Completed, true), (cancelled.After(Paid).Status, cancelled.After(Paid).Late));
        Assert.Equal(
            (OrderStatus.Pending, true),
            (cancelled.After(Samples.Deposit(NoticeStatus.Pending)).Status, cancelled.After(Samples.Deposit(NoticeStatus.Pending), Paid).Late)
        );
    }

    [Fact]
    public async Task Cancelling_it_again_asks_nobody_and_tells_nobody()
    {
        await CancelAsync();

        var again = await CancelAsync();

        Assert.Equal((Order, 1), (again, _provider.Asked));
        Assert.Single(_store[Order.Id].Events);
    }

    [Theory]
    [InlineData(NoticeStatus.Completed, OrderStatus.Completed)]
    [InlineData(NoticeStatus.Pending, OrderStatus.Pending)]
    [InlineData(NoticeStatus.Failed, OrderStatus.Failed)]
    public async Task What_the_provider_says_now_counts(NoticeStatus said, OrderStatus status)
    {
        _provider.Answer = new ProviderResult<Notice>.Good(Paid with { Status = said });

        Assert.Equal((409, "not_cancellable"), await ProblemAsync());
        Assert.Equal((status, false), (Order.Status, Order.Late));
    }

    [Fact]
    public async Task A_callback_that_comes_before_the_write_counts()
    {
        _store.BeforeNextWrite = () => _store.Put(Order.After(Paid));

        Assert.Equal((409, "not_cancellable"), await ProblemAsync());
        Assert.Equal((OrderStatus.Completed, false), (Order.Status, Order.Late));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_found_and_followed_up()
    {
        _store.LoseNextAnswer = true;

        Assert.Equal(OrderStatus.Expired, (await CancelAsync()).Status);
        Assert.Single(_store[Order.Id].Events);
        Assert.Single(_followUps.Published);
    }

    public static TheoryData<string, ProviderResult<Notice>> SaysNothing =>
        new() { { "absent", new ProviderResult<Notice>.Absent() }, { "refused", new ProviderResult<Notice>.Refused("500", "no") } };

    [Theory]
    [MemberData(nameof(SaysNothing))]
    public async Task A_provider_that_knows_of_none_stands_in_no_way(string what, ProviderResult<Notice> answer)
    {
        _provider.Answer = answer;

        Assert.True((await CancelAsync()).Status == OrderStatus.Expired, what);
    }

    [Fact]
    public async Task A_provider_that_answers_no_queries_is_not_asked()
    {
        _provider.Answers = false;

        Assert.Equal((OrderStatus.Expired, 0), ((await CancelAsync()).Status, _provider.Asked));
    }

    [Fact]
    public async Task While_the_provider_cannot_be_asked_nothing_is_cancelled()
    {
        _provider.Answer = new ProviderResult<Notice>.Unavailable("timeout");

        Assert.Equal((502, "provider_unavailable"), await ProblemAsync());
        Assert.Equal((502, "provider_unavailable"), await ProblemAsync(TestDirectory.With()));
        Assert.Equal((OrderStatus.AwaitingPayment, 0), (Order.Status, _store.Writes));
    }

    [Fact]
    public async Task A_page_that_is_being_made_is_waited_for_as_long_as_its_turn_lasts()
    {
        _store.Put(Order with { PaymentUrl = null, PaymentPageLease = new PaymentPageLease("other", _clock.GetUtcNow().AddSeconds(30)) });

        Assert.Equal((409, "in_progress"), await ProblemAsync());
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(OrderStatus.Expired, (await CancelAsync()).Status);
    }

    [Fact]
    public async Task A_deposit_is_cancelled_by_its_own_merchant_only()
    {
        var cancellation = Make(TestDirectory.With(TestDirectory.Account(_provider)));

        Assert.IsType<Result<Order>.Failure>(await cancellation.CancelAsync(new Merchant("market", [], []), Order.Id, default));
        Assert.IsType<Result<Order>.Failure>(await cancellation.CancelAsync(_merchant, "dep_|order", default));
        Assert.IsType<Result<Order>.Failure>(await cancellation.CancelAsync(_merchant, Samples.Withdrawal.Id, default));
        Assert.Equal((OrderStatus.AwaitingPayment, 0), (Order.Status, _provider.Asked));
    }

    private DepositCancellation Make(MerchantDirectory directory) =>
        new(
            directory,
            new OrderUpdater(_store, new FixedWebhookEventFactory("main"), _followUps, _clock),
            new AddressOwnershipCheck(new MemoryAddressBook()),
            _clock,
            NullLogger<DepositCancellation>.Instance
        );

    private async Task<Order> CancelAsync() =>
        Assert
            .IsType<Result<Order>.Success>(await Make(TestDirectory.With(TestDirectory.Account(_provider))).CancelAsync(_merchant, Order.Id, default))
            .Value;

    private async Task<(int Status, string Code)> ProblemAsync(MerchantDirectory? directory = null)
    {
        var failure = Assert.IsType<Result<Order>.Failure>(
            await Make(directory ?? TestDirectory.With(TestDirectory.Account(_provider))).CancelAsync(_merchant, Order.Id, default)
        );
        return (failure.Problem.Status, failure.Problem.Code);
    }
}
