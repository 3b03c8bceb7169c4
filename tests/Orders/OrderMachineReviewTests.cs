using PaymentHub.Orders;
using static PaymentHub.Tests.Orders.Samples;

namespace PaymentHub.Tests.Orders;

/// <summary>What brings an order into review, and what settles it.</summary>
public sealed class OrderMachineReviewTests : OrderMachineBench
{
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

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void A_completion_that_says_something_else_contradicts_the_first(Notice second)
    {
        var order = ProviderDeposit.After(Deposit(NoticeStatus.Completed) with { Amount = 10, TransactionId = "0F" }, second);

        Assert.Equal(ReviewReason.ConflictingStatus, order.ReviewReason);
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
}
