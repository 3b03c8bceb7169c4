using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

/// <summary>What an operator's word does, and what providers can still say after it.</summary>
public class ReviewMachineTests
{
    private static readonly Notice Completed = Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Completed) with { Amount = 10 };
    private static readonly Notice Failed = Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Failed);

    private static readonly Order Unknown = Samples.Withdrawal.After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Pending) with { Doubt = ReviewReason.OutcomeUnknown });
    private static readonly Order Mismatch = Samples.Withdrawal.After(Completed with { Amount = 11 });

    [Theory]
    [InlineData(ResolutionOutcome.Completed, OrderStatus.Completed, "withdrawal.completed")]
    [InlineData(ResolutionOutcome.Failed, OrderStatus.Failed, "withdrawal.failed")]
    public void A_review_ends_as_the_operator_says(ResolutionOutcome outcome, OrderStatus status, string expected)
    {
        var (order, eventType) = Resolve(Mismatch, outcome);

        Assert.Equal((status, expected, Mismatch.Version + 1, (ReviewReason?)null), (order.Status, eventType, order.Version, order.ReviewReason));
        Assert.Equal((outcome, Mismatch.Version, "looked at it"), (order.Resolutions![0].Outcome, order.Resolutions[0].Version, order.Resolutions[0].Note));
    }

    [Fact]
    public void What_led_to_the_review_leads_there_only_once()
    {
        var order = Resolve(Mismatch, ResolutionOutcome.Completed).Order;

        Assert.Equal(order, order.After(Completed with { Amount = 11 }));
    }

    [Fact]
    public void What_contradicts_the_operator_is_a_review_again()
    {
        Assert.Equal(ReviewReason.ConflictingStatus, Resolve(Unknown, ResolutionOutcome.Completed).Order.After(Failed).ReviewReason);
        Assert.Equal(ReviewReason.ConflictingStatus, Resolve(Unknown, ResolutionOutcome.Failed).Order.After(Completed).ReviewReason);
    }

    [Fact]
    public void What_agrees_with_the_operator_changes_no_state()
    {
        var order = Resolve(Unknown, ResolutionOutcome.Completed).Order.After(Completed with { TransactionId = "0f" });

        Assert.Equal((OrderStatus.Completed, "0f"), (order.Status, order.TransactionId));
    }

    [Fact]
    public void A_withdrawal_that_is_called_failed_owes_its_share_back() =>
        Assert.Equal(WorkKind.Release, Resolve(Unknown, ResolutionOutcome.Failed).Order.Work!.What);

    [Fact]
    public void An_unknown_outcome_can_be_sent_again_and_be_unknown_again()
    {
        var (order, eventType) = Resolve(Unknown, ResolutionOutcome.Resubmit);
        var again = order.After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Pending) with { Doubt = ReviewReason.OutcomeUnknown });

        Assert.Null(eventType);
        Assert.True(WithdrawalMachine.MaySend(order, order.Work!));
        Assert.Equal((ReviewReason.OutcomeUnknown, Unknown.Version + 1, (Work?)null), (again.ReviewReason, again.Version, again.Work));
    }

    [Fact]
    public void Only_an_unknown_outcome_can_be_sent_again() =>
        Assert.Equal(Mismatch, Resolve(Mismatch, ResolutionOutcome.Resubmit).Order);

    [Fact]
    public void An_order_that_has_moved_stays_as_it_is()
    {
        var other = new Resolution(ResolutionOutcome.Failed, Unknown.Version + 1, "note", Samples.Later);
        var settled = Unknown.After(Completed);

        Assert.Equal(Unknown, ReviewMachine.Resolve(Unknown, other, Samples.Later).Order);
        Assert.Equal(settled, Resolve(settled, ResolutionOutcome.Failed).Order);
    }

    private static Transition Resolve(Order order, ResolutionOutcome outcome) =>
        ReviewMachine.Resolve(order, new Resolution(outcome, order.Version, "looked at it", Samples.Later), Samples.Later);
}
