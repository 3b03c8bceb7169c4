using PaymentHub.Orders;
using static PaymentHub.Tests.Orders.Samples;

namespace PaymentHub.Tests.Orders;

public class OrderMachineTests
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

    public static TheoryData<string, Notice, ReviewReason> Misfits =>
        new()
        {
            { "no amount", Deposit(NoticeStatus.Completed) with { Amount = null }, ReviewReason.AmountMismatch },
            { "another amount", Deposit(NoticeStatus.Completed) with { Amount = 10.01m }, ReviewReason.AmountMismatch },
            { "another currency", Deposit(NoticeStatus.Completed) with { Amount = 10, Currency = "USDT" }, ReviewReason.CurrencyMismatch },
            { "another network", Deposit(NoticeStatus.Completed) with { Amount = 10, Network = "tron" }, ReviewReason.CurrencyMismatch },
            { "another customer", Deposit(NoticeStatus.Completed) with { Amount = 10, CustomerId = "u-2" }, ReviewReason.AddressMismatch },
            {
                "a customer whose id differs in case only",
                Deposit(NoticeStatus.Completed) with
                {
                    Amount = 10,
                    CustomerId = "U-1",
                },
                ReviewReason.AddressMismatch
            },
            {
                "an address never issued",
                Deposit(NoticeStatus.Completed) with
                {
                    Amount = 10,
                    AddressOwnership = AddressOwnership.NeverIssued,
                },
                ReviewReason.UnknownAddress
            },
            {
                "somebody else's address",
                Deposit(NoticeStatus.Completed) with
                {
                    Amount = 10,
                    AddressOwnership = AddressOwnership.IssuedToAnother,
                },
                ReviewReason.AddressMismatch
            },
            { "no exact amount", Deposit(NoticeStatus.Completed) with { Doubt = ReviewReason.AmountOutOfRange }, ReviewReason.AmountOutOfRange },
            {
                "a query that disagrees",
                Deposit(NoticeStatus.Pending) with
                {
                    Doubt = ReviewReason.ProviderDisagrees,
                },
                ReviewReason.ProviderDisagrees
            },
            { "the wrong customer while pending", Deposit(NoticeStatus.Pending) with { CustomerId = "u-2" }, ReviewReason.AddressMismatch },
            {
                "several: the highest shows",
                Deposit(NoticeStatus.Completed) with
                {
                    Amount = 9,
                    Currency = "USDT",
                    CustomerId = "u-2",
                },
                ReviewReason.AddressMismatch
            },
        };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void What_does_not_fit_goes_to_review_and_never_completes(string what, Notice notice, ReviewReason expected)
    {
        var transition = OrderMachine.Apply(MerchantDeposit, notice, Later);

        Assert.True(transition.Order.Status == OrderStatus.NeedsReview, what);
        Assert.Equal(expected, transition.Order.ReviewReason);
        Assert.Equal("deposit.needs_review", transition.EventType);
        Assert.Null(transition.Order.CompletedAt);
    }

    public static TheoryData<string, Notice> Fits =>
        new()
        {
            { "the amount written with more zeros", Deposit(NoticeStatus.Completed) with { Amount = 10.00m } },
            { "the currency in another case", Deposit(NoticeStatus.Completed) with { Amount = 10, Currency = "cny" } },
            {
                "every value as asked for",
                Deposit(NoticeStatus.Completed) with
                {
                    Amount = 10,
                    Currency = "CNY",
                    Network = "mpay",
                    CustomerId = "u-1",
                }
            },
            { "an address that was issued", Deposit(NoticeStatus.Completed) with { Amount = 10, AddressOwnership = AddressOwnership.Issued } },
        };

    [Theory]
    [MemberData(nameof(Fits))]
    public void What_fits_completes(string what, Notice notice)
    {
        var order = MerchantDeposit.After(notice);

        Assert.True(order.Status == OrderStatus.Completed, what);
        Assert.Null(order.ReviewReason);
        Assert.Equal(Later, order.CompletedAt);
    }

    [Fact]
    public void A_payment_in_part_is_no_mismatch_while_it_is_pending()
    {
        var order = MerchantDeposit.After(Deposit(NoticeStatus.Pending) with { Amount = 4 }, Deposit(NoticeStatus.Pending) with { Amount = 3 });

        Assert.Equal((OrderStatus.Pending, 4m), (order.Status, order.Amount));
    }

    [Fact]
    public void A_withdrawal_paid_to_another_address_needs_review()
    {
        var order = Withdrawal.After(Notice(OrderKind.Withdrawal, NoticeStatus.Completed) with { Amount = 10, Address = "TX" });

        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.AddressMismatch), (order.Status, order.ReviewReason));
    }

    [Theory]
    [InlineData(NoticeStatus.Completed, NoticeStatus.Failed)]
    [InlineData(NoticeStatus.Failed, NoticeStatus.Completed)]
    [InlineData(NoticeStatus.Rejected, NoticeStatus.Failed)]
    public void Two_different_final_notices_need_review(NoticeStatus first, NoticeStatus second)
    {
        var before = Withdrawal.After(Notice(OrderKind.Withdrawal, first));

        var transition = OrderMachine.Apply(before, Notice(OrderKind.Withdrawal, second), Later);

        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.ConflictingStatus), (transition.Order.Status, transition.Order.ReviewReason));
        Assert.Equal("withdrawal.needs_review", transition.EventType);
        Assert.Equal(2, transition.Order.Version);
    }

    public static TheoryData<Notice> Contradictions =>
        new()
        {
            Deposit(NoticeStatus.Completed) with
            {
                Amount = 11,
                TransactionId = "0f",
            },
            Deposit(NoticeStatus.Completed) with
            {
                Amount = 10,
                TransactionId = "1e",
            },
        };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void A_completion_that_says_something_else_contradicts_the_first(Notice second)
    {
        var order = ProviderDeposit.After(Deposit(NoticeStatus.Completed) with { Amount = 10, TransactionId = "0F" }, second);

        Assert.Equal(ReviewReason.ConflictingStatus, order.ReviewReason);
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

    [Theory]
    [InlineData(NoticeStatus.Completed, OrderStatus.Completed)]
    [InlineData(NoticeStatus.Failed, OrderStatus.Failed)]
    public void A_final_notice_settles_an_unknown_outcome(NoticeStatus said, OrderStatus expected)
    {
        var unknown = Withdrawal.After(Notice(OrderKind.Withdrawal, NoticeStatus.Pending) with { Doubt = ReviewReason.OutcomeUnknown });

        var settled = unknown.After(Notice(OrderKind.Withdrawal, said) with { Amount = 10 });

        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.OutcomeUnknown), (unknown.Status, unknown.ReviewReason));
        Assert.Equal(expected, settled.Status);
        Assert.Null(settled.ReviewReason);
    }

    [Theory]
    [InlineData(ReviewReason.AmountOutOfRange)]
    [InlineData(ReviewReason.CurrencyMismatch)]
    [InlineData(ReviewReason.ProviderDisagrees)]
    public void A_final_notice_settles_no_other_review(ReviewReason doubt)
    {
        var order = ProviderDeposit.After(Deposit(NoticeStatus.Pending) with { Doubt = doubt }, Deposit(NoticeStatus.Completed) with { Amount = 10 });

        Assert.Equal((OrderStatus.NeedsReview, doubt), (order.Status, order.ReviewReason));
    }

    [Fact]
    public void A_provider_s_words_for_a_failure_are_kept()
    {
        var order = MerchantDeposit.After(Deposit(NoticeStatus.Failed) with { Failure = new Failure("1207", "no such wallet") });

        Assert.Equal(new Failure("1207", "no such wallet"), order.Failure);
    }
}
