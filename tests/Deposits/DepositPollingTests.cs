using Microsoft.Extensions.Logging;
using PaymentHub.Deposits;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Providers;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Deposits;

/// <summary>Asking about a deposit that its provider made, and that was on its way when we last heard of it.</summary>
public sealed class DepositPollingTests : IDisposable
{
    private static readonly Notice Recharge = Samples.Deposit(NoticeStatus.Completed) with
    {
        ProviderOrderId = "402",
        Amount = 10,
        Currency = "USDT",
        Network = "tron",
        Address = "TA",
        CustomerId = "u-1",
    };

    private readonly MemoryOrderStore _orders = new();
    private readonly MemoryAddressBook _book = new(("TA", "tron", "u-1"));
    private readonly TurnableClock _clock = new();
    private readonly LogBook _log = new();
    private readonly LoggerFactory _logging;
    private readonly FakeProviderAccount _provider = new() { Issues = true };

    public DepositPollingTests()
    {
        _logging = new LoggerFactory([_log]);
        var action = new ScheduledAction(ActionKind.Poll, _clock.GetUtcNow().AddMinutes(2));
        _orders.Put(Samples.ProviderDeposit with { Status = OrderStatus.Pending, Version = 1, CreatedAt = _clock.GetUtcNow(), NextAction = action });
    }

    private Order Order => _orders[Samples.ProviderDeposit.Id].Order;

    public void Dispose() => _logging.Dispose();

    [Fact]
    public async Task One_that_has_arrived_is_completed_and_asked_about_no_more()
    {
        await AskAsync(new ProviderResult<Notice>.Good(Recharge));

        Assert.Equal((OrderStatus.Completed, 10m, null), (Order.Status, Order.Amount, Order.NextAction));
        Assert.Equal("deposit.completed", Assert.Single(_orders[Order.Id].Events).Type);
    }

    [Fact]
    public async Task What_is_heard_is_held_against_the_address_book_as_a_callback_is()
    {
        await AskAsync(new ProviderResult<Notice>.Good(Recharge with { Address = "TB" }));

        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.UnknownAddress), (Order.Status, Order.ReviewReason));
    }

    public static TheoryData<string, ProviderResult<Notice>> Nothing =>
        new()
        {
            { "pending", new ProviderResult<Notice>.Good(Recharge with { Status = NoticeStatus.Pending }) },
            { "absent", new ProviderResult<Notice>.Absent() },
            { "refused", new ProviderResult<Notice>.Refused("500", "no") },
        };

    [Theory]
    [MemberData(nameof(Nothing))]
    public async Task One_that_is_still_on_its_way_is_asked_about_again_until_three_days_are_over(string what, ProviderResult<Notice> answer)
    {
        var questions = 0;
        while (Order.NextAction is { } action)
        {
            _clock.Advance(action.DueAt - _clock.GetUtcNow());
            Assert.DoesNotContain(_log.Lines, line => line.Contains("asking has ended", StringComparison.Ordinal));
            await AskAsync(answer);
            Assert.True(++questions < 20, what);
        }

        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.Overdue), (Order.Status, Order.ReviewReason));
        Assert.Equal((13, TimeSpan.FromDays(3)), (questions, _clock.GetUtcNow() - Order.CreatedAt));
        Assert.Single(_log.Lines, line => line.Contains("asking has ended", StringComparison.Ordinal));
        Assert.Equal("deposit.needs_review", Assert.Single(_orders[Order.Id].Events).Type);
    }

    [Fact]
    public async Task A_provider_that_is_away_ends_nothing_however_long_though_a_person_is_told()
    {
        _clock.Advance(TimeSpan.FromDays(2));
        await AskAsync(new ProviderResult<Notice>.Unavailable("down"));
        Assert.Equal(OrderStatus.Pending, Order.Status);

        _clock.Advance(TimeSpan.FromDays(2));
        await AskAsync(new ProviderResult<Notice>.Unavailable("down"));
        await AskAsync(new ProviderResult<Notice>.Unavailable("down"));
        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.Overdue), (Order.Status, Order.ReviewReason));
        Assert.NotNull(Order.NextAction);

        await AskAsync(new ProviderResult<Notice>.Good(Recharge));

        Assert.Equal(OrderStatus.Completed, Order.Status);
    }

    private Task AskAsync(ProviderResult<Notice> answer)
    {
        _provider.Answer = answer;
        var updater = new OrderUpdater(_orders, new FixedWebhookEventFactory("main"), new RecordingFollowUps(), _clock);
        var directory = TestDirectory.With(TestDirectory.Account(_provider));
        var work = new DepositPolling(
            directory,
            updater,
            new AddressOwnershipCheck(_book),
            new EnteredDeposits(updater, directory, _clock),
            _clock,
            _logging.CreateLogger<DepositPolling>()
        );
        return work.DoAsync(_orders[Samples.ProviderDeposit.Id], Order.NextAction!, CancellationToken.None);
    }
}
