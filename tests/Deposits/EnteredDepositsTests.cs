using PaymentHub.Deposits;
using PaymentHub.Orders;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Deposits;

/// <summary>Which order a notice is told of whose transaction an operator has entered by hand.</summary>
public sealed class EnteredDepositsTests
{
    private static readonly Order Provided = Samples.ProviderDeposit with { TransactionId = "t-1" };

    private static readonly Notice Notice = Samples.Deposit(NoticeStatus.Completed) with
    {
        ProviderOrderId = Provided.ProviderOrderId,
        Amount = 10,
        TransactionId = "T-1",
        MayBeEntered = true,
    };

    private readonly MemoryOrderStore _orders = new();
    private readonly TurnableClock _clock = new(Samples.Noon);

    private static Order Entered { get; } =
        Samples.ProviderDeposit with
        {
            Id = OrderId.OfTransaction("shop", "t-1"),
            ProviderOrderId = null,
            TransactionId = "t-1",
            Amount = 10,
            Status = OrderStatus.NeedsReview,
            Reasons = ReviewReason.EnteredByHand,
            Version = 1,
            Entry = new DepositEntry("alice", "seen", Samples.Noon, 10, "f"),
        };

    [Theory]
    [InlineData(0, false)]
    [InlineData(14, false)]
    [InlineData(15, true)]
    [InlineData(600, true)]
    public async Task The_provider_s_word_makes_its_own_order_until_every_instance_knows_of_the_entry(int minutes, bool isEntered)
    {
        _orders.Put(Entered);
        _clock.Advance(TimeSpan.FromMinutes(minutes));

        var (order, notice) = await FindAsync();

        Assert.Equal((isEntered ? Entered.Id : null, Notice), (order?.Order.Id, notice));
    }

    [Fact]
    public async Task An_entry_that_was_completed_counts_also_while_it_is_reopened()
    {
        _orders.Put(Entered with { CompletedAt = Samples.Noon, StatusSince = Samples.Noon });

        Assert.Equal(Entered.Id, (await FindAsync()).Order?.Order.Id);
    }

    [Fact]
    public async Task A_failed_entry_that_is_reopened_waits_anew()
    {
        _clock.Advance(TimeSpan.FromHours(9));
        _orders.Put(Entered with { StatusSince = _clock.GetUtcNow() });

        Assert.Null((await FindAsync()).Order);
    }

    [Theory]
    [InlineData(OrderStatus.Failed)]
    [InlineData(null)]
    public async Task A_note_without_an_order_that_counts_changes_nothing(OrderStatus? status)
    {
        if (status is { } failed)
            _orders.Put(Entered with { Status = failed });
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal((null, Notice), await FindAsync());
    }

    [Fact]
    public async Task An_entry_stays_with_the_provider_s_order_that_it_was_told_of()
    {
        _orders.Put(Entered with { Status = OrderStatus.Failed, ProviderOrderId = Provided.ProviderOrderId });
        Assert.Equal(Entered.Id, (await FindAsync()).Order?.Order.Id);

        _orders.Put(Entered with { Status = OrderStatus.Completed, ProviderOrderId = "another" });
        Assert.Equal((null, Notice), await FindAsync());
    }

    /// <summary>It was there before its transaction was known: what completes it would count the money twice.</summary>
    [Theory]
    [InlineData(OrderStatus.NeedsReview, null, true)]
    [InlineData(OrderStatus.Completed, null, true)]
    [InlineData(OrderStatus.Completed, NoticeStatus.Failed, true)]
    [InlineData(OrderStatus.NeedsReview, NoticeStatus.Completed, false)]
    [InlineData(OrderStatus.Failed, null, false)]
    public async Task Of_two_orders_the_provider_s_is_doubted_unless_it_was_over_before(OrderStatus entered, NoticeStatus? outcome, bool isDoubted)
    {
        _orders.Put(Entered with { Status = entered });
        _orders.Put(Provided with { FinalOutcome = outcome is { } said ? new FinalOutcome { Status = said } : null });
        _clock.Advance(TimeSpan.FromHours(1));

        var (order, notice) = await FindAsync();

        Assert.Equal(isDoubted ? ReviewReason.EnteredByHand : ReviewReason.None, notice.Doubt);
        Assert.True(order is null || order.Order.Id == Provided.Id);
    }

    /// <summary>Whether it is the one that was entered nobody can say but a person.</summary>
    [Fact]
    public async Task A_completed_notice_without_a_transaction_is_doubted_where_any_was_entered()
    {
        _orders.Put(Entered);

        var (order, notice) = await FindAsync(Notice with { TransactionId = null });

        Assert.Equal((null, ReviewReason.EnteredByHand), (order, notice.Doubt));
    }

    private Task<(OrderSnapshot? Order, Notice Notice)> FindAsync(Notice? notice = null)
    {
        var account = TestDirectory.Account(new FakeProviderAccount { Issues = true });
        var updater = new OrderUpdater(_orders, new FixedWebhookEventFactory("main"), new RecordingFollowUps(), _clock);
        return new EnteredDeposits(updater, TestDirectory.With(account), _clock).FindAsync(
            account,
            notice ?? Notice,
            Provided.Id,
            known: null,
            CancellationToken.None
        );
    }
}
