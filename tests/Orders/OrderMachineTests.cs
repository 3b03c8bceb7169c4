using PaymentHub.Orders;
using static PaymentHub.Tests.Orders.Samples;

namespace PaymentHub.Tests.Orders;

public sealed class OrderMachineTests : OrderMachineBench
{
    [Theory]
    [InlineData(NoticeStatus.Pending, OrderStatus.Pending, "deposit.pending")]
    [InlineData(NoticeStatus.Completed, OrderStatus.Completed, "deposit.completed")]
    [InlineData(NoticeStatus.Failed, OrderStatus.Failed, "deposit.failed")]
    [InlineData(NoticeStatus.Expired, OrderStatus.Expired, "deposit.expired")]
    public void The_first_notice_of_a_deposit_says_where_it_starts(NoticeStatus said, OrderStatus expected, string eventType)
    {
        var transition = OrderMachine.Apply(ProviderDeposit, Deposit(said), Later);

        Assert.Equal(expected, transition.Order.Status);
        Assert.Equal(eventType, transition.EventType);
        Assert.Equal(1, transition.Order.Version);
        Assert.Equal(Later, transition.Order.UpdatedAt);
    }

    [Fact]
    public void That_nothing_has_been_paid_yet_is_no_event_and_lets_the_time_run_out()
    {
        var waiting = OrderMachine.Apply(MerchantDeposit, Notice(OrderKind.Deposit, NoticeStatus.Awaiting), Later);
        var expired = OrderMachine.Apply(waiting.Order, Notice(OrderKind.Deposit, NoticeStatus.Expired), Later);

        Assert.Equal((OrderStatus.AwaitingPayment, null), (waiting.Order.Status, waiting.EventType));
        Assert.Equal("deposit.expired", expired.EventType);
    }

    [Theory]
    [InlineData(NoticeStatus.Pending, OrderStatus.Processing, "withdrawal.processing")]
    [InlineData(NoticeStatus.Completed, OrderStatus.Completed, "withdrawal.completed")]
    [InlineData(NoticeStatus.Failed, OrderStatus.Failed, "withdrawal.failed")]
    [InlineData(NoticeStatus.Rejected, OrderStatus.Rejected, "withdrawal.rejected")]
    public void A_submitted_withdrawal_goes_where_its_notice_says(NoticeStatus said, OrderStatus expected, string eventType)
    {
        var transition = OrderMachine.Apply(Withdrawal, Notice(OrderKind.Withdrawal, said) with { Amount = Withdrawal.Request!.Amount }, Later);

        Assert.Equal((expected, eventType), (transition.Order.Status, transition.EventType));
    }

    [Fact]
    public void A_first_notice_fills_in_what_is_not_known_yet()
    {
        var notice = Deposit(NoticeStatus.Completed) with
        {
            Amount = 12.5m,
            Currency = "USDT",
            Network = "tron",
            Address = "TA",
            FromAddress = "TB",
            CustomerId = "u-1",
            TransactionId = "0f",
        };

        var order = ProviderDeposit.After(notice);

        Assert.Equal(
            (12.5m, "USDT", "tron", "TA", "TB", "u-1", "0f", (DateTimeOffset?)Later),
            (order.Amount, order.Currency, order.Network, order.Address, order.FromAddress, order.CustomerId, order.TransactionId, order.CompletedAt)
        );
    }

    [Theory]
    [InlineData(NoticeStatus.Pending)]
    [InlineData(NoticeStatus.Expired)]
    public void A_final_state_is_not_moved_by_what_comes_late(NoticeStatus late)
    {
        var transition = OrderMachine.Apply(ProviderDeposit.After(Deposit(NoticeStatus.Completed)), Deposit(late), Later);

        Assert.Equal(OrderStatus.Completed, transition.Order.Status);
        Assert.Null(transition.EventType);
        Assert.Equal(1, transition.Order.Version);
    }

    [Fact]
    public void A_payment_after_its_time_completes_the_deposit_as_late()
    {
        var order = MerchantDeposit.After(Deposit(NoticeStatus.Expired), Deposit(NoticeStatus.Completed) with { Amount = 10 });

        Assert.Equal((OrderStatus.Completed, true, 2), (order.Status, order.Late, order.Version));
    }

    [Fact]
    public void A_payment_that_was_seen_revives_an_expired_deposit_which_is_late_all_the_same()
    {
        var order = MerchantDeposit.After(Deposit(NoticeStatus.Expired), Deposit(NoticeStatus.Pending));

        Assert.Equal((OrderStatus.Pending, false), (order.Status, order.Late));
        Assert.True(order.After(Deposit(NoticeStatus.Completed) with { Amount = 10 }).Late);
    }

    [Theory]
    [InlineData(NoticeStatus.Pending, false)]
    [InlineData(NoticeStatus.Awaiting, true)]
    public void A_payment_that_was_seen_before_its_time_was_over_is_not_late(NoticeStatus said, bool late)
    {
        var order = MerchantDeposit.After(Deposit(said), Deposit(NoticeStatus.Expired), Deposit(NoticeStatus.Completed) with { Amount = 10 });

        Assert.Equal((OrderStatus.Completed, late), (order.Status, order.Late));
    }

    [Fact]
    public void A_provider_s_words_for_a_failure_are_kept()
    {
        var order = MerchantDeposit.After(Deposit(NoticeStatus.Failed) with { Failure = new Failure("1207", "no such wallet") });

        Assert.Equal(new Failure("1207", "no such wallet"), order.Failure);
    }
}
