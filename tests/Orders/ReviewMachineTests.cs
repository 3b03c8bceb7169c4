using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

/// <summary>What an operator's word does, and what providers can still say after it.</summary>
public class ReviewMachineTests
{
    private static readonly Notice Completed = Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Completed) with { Amount = 10 };
    private static readonly Notice Failed = Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Failed);

    /// <summary>Sent by somebody of whom nothing was heard any more, to a provider that cannot be asked.</summary>
    private static readonly Order Unknown = GiveUp(
        WithdrawalMachine.BeginAttempt(
            Samples.Withdrawal with
            {
                Status = OrderStatus.Created,
                NextAction = new ScheduledAction(ActionKind.Submit, Samples.Noon),
            },
            "try",
            Samples.Noon,
            Samples.Later
        )
    );

    private static readonly Order Mismatch = Samples.Withdrawal.After(Completed with { Amount = 11 });

    [Theory]
    [InlineData(ResolutionOutcome.Completed, OrderStatus.Completed, "withdrawal.completed")]
    [InlineData(ResolutionOutcome.Failed, OrderStatus.Failed, "withdrawal.failed")]
    public void A_review_ends_as_the_operator_says(ResolutionOutcome outcome, OrderStatus status, string expected)
    {
        var (order, eventType) = Resolve(Mismatch, outcome);

        Assert.Equal((status, expected, Mismatch.Version + 1, (ReviewReason?)null), (order.Status, eventType, order.Version, order.ReviewReason));
        Assert.Equal(
            (outcome, Mismatch.Version, "looked at it"),
            (order.Resolutions![0].Outcome, order.Resolutions[0].Version, order.Resolutions[0].Note)
        );
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
        Assert.Equal(ActionKind.Release, Resolve(Unknown, ResolutionOutcome.Failed).Order.NextAction!.What);

    [Fact]
    public void An_unknown_outcome_can_be_sent_again_and_be_unknown_again()
    {
        var (order, eventType) = Resolve(Unknown, ResolutionOutcome.Resubmit);
        var again = GiveUp(WithdrawalMachine.BeginAttempt(order, "again", Samples.Later, Samples.Later));

        Assert.Null(eventType);
        Assert.True(WithdrawalMachine.MaySend(order, order.NextAction!));
        Assert.Equal(
            (ReviewReason.OutcomeUnknown, Unknown.Version + 1, (ScheduledAction?)null),
            (again.ReviewReason, again.Version, again.NextAction)
        );
    }

    [Fact]
    public void Only_an_unknown_outcome_can_be_sent_again() => Assert.Equal(Mismatch, Resolve(Mismatch, ResolutionOutcome.Resubmit).Order);

    [Theory]
    [InlineData(NoticeStatus.Pending, ReviewReason.None)]
    [InlineData(NoticeStatus.Awaiting, ReviewReason.None)]
    [InlineData(NoticeStatus.Pending, ReviewReason.OutcomeUnknown)]
    public void What_the_provider_has_shown_to_have_is_never_sent_again(NoticeStatus said, ReviewReason doubt)
    {
        var heard = Unknown.After(Samples.Notice(OrderKind.Withdrawal, said) with { Doubt = doubt });

        Assert.True(ReviewMachine.CanBeResubmitted(Unknown));
        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.OutcomeUnknown, Unknown.Version), (heard.Status, heard.ReviewReason, heard.Version));
        Assert.False(ReviewMachine.CanBeResubmitted(heard));
        Assert.Equal(heard, Resolve(heard, ResolutionOutcome.Resubmit).Order);
    }

    [Fact]
    public void An_acceptance_that_was_written_after_the_review_forbids_to_send_again()
    {
        var accepted = WithdrawalMachine.Accept(Unknown, "try", null, Samples.Later, Samples.Later).Order;

        Assert.Equal((ReviewReason.OutcomeUnknown, Unknown.Version), (accepted.ReviewReason, accepted.Version));
        Assert.Equal(accepted, Resolve(accepted, ResolutionOutcome.Resubmit).Order);
    }

    [Theory]
    [InlineData(OrderStatus.AwaitingApproval)]
    [InlineData(OrderStatus.Created)]
    public void What_was_never_sent_cannot_be_sent_by_way_of_a_review(OrderStatus status)
    {
        var order = Review(Samples.Withdrawal with { Status = status, KnownToProvider = false }) with { KnownToProvider = false };

        Assert.Equal(ReviewReason.OutcomeUnknown, order.ReviewReason);
        Assert.Equal(order, Resolve(order, ResolutionOutcome.Resubmit).Order);
    }

    [Fact]
    public void What_turns_out_to_be_known_after_the_operators_word_is_not_sent()
    {
        var resubmitted = Resolve(Unknown, ResolutionOutcome.Resubmit).Order;

        foreach (var said in (NoticeStatus[])[NoticeStatus.Awaiting, NoticeStatus.Pending])
        {
            var heard = resubmitted.After(Samples.Notice(OrderKind.Withdrawal, said));
            Assert.False(WithdrawalMachine.MaySend(heard, heard.NextAction!));
        }
    }

    [Fact]
    public void An_order_that_has_moved_stays_as_it_is()
    {
        var other = new Resolution(ResolutionOutcome.Failed, Unknown.Version + 1, "note", Samples.Later);
        var settled = Unknown.After(Completed);

        Assert.Equal(Unknown, ReviewMachine.Resolve(Unknown, other, needsSecond: false, Samples.Later).Order);
        Assert.Equal(settled, Resolve(settled, ResolutionOutcome.Failed).Order);
    }

    [Fact]
    public void What_takes_two_is_done_by_another_operator_alone_on_the_same_version_with_the_same_outcome_in_time()
    {
        var proposal = new Proposal(ResolutionOutcome.Resubmit, Unknown.Version, "alice", "asked them", Samples.Noon, Samples.Later.AddMinutes(1));
        var proposed = Unknown with { Proposal = proposal };

        Assert.Equal(proposed, Second(proposed, "alice"));
        Assert.Equal(proposed, Second(proposed, null));
        Assert.Equal(Unknown, Second(Unknown, "bob"));
        foreach (
            var other in (Proposal[])
                [proposal with { Outcome = ResolutionOutcome.Completed }, proposal with { Version = 99 }, proposal with { ExpiresAt = Samples.Later }]
        )
        {
            Assert.Equal(Unknown with { Proposal = other }, Second(Unknown with { Proposal = other }, "bob"));
        }

        var done = Second(proposed, "bob");
        Assert.Equal((OrderStatus.Submitting, null), (done.Status, done.Proposal));
        var kept = Assert.Single(done.Resolutions!);
        Assert.Equal(("bob", "alice", "asked them"), (kept.By, kept.RequestedBy, kept.RequestNote));

        static Order Second(Order order, string? by) =>
            ReviewMachine
                .Resolve(
                    order,
                    new Resolution(ResolutionOutcome.Resubmit, order.Version, "so it is", Samples.Later) { By = by },
                    needsSecond: true,
                    Samples.Later
                )
                .Order;
    }

    private static Order GiveUp(Order order) =>
        WithdrawalStatusMachine.GiveUpAsking(order, order.NextAction!, TimeSpan.FromDays(1), Samples.Later).Order;

    private static Order Review(Order order) =>
        order.After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Pending) with { Doubt = ReviewReason.OutcomeUnknown });

    private static Transition Resolve(Order order, ResolutionOutcome outcome) =>
        ReviewMachine.Resolve(order, new Resolution(outcome, order.Version, "looked at it", Samples.Later), needsSecond: false, Samples.Later);
}
