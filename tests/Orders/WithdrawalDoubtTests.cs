using PaymentHub.Orders;
using static PaymentHub.Tests.Orders.WithdrawalMachineTests;

namespace PaymentHub.Tests.Orders;

/// <summary>What becomes of a withdrawal of which it is not known whether it has happened.</summary>
public class WithdrawalDoubtTests
{
    [Fact]
    public void An_unknown_outcome_is_asked_about_and_stays_with_the_hub()
    {
        var (order, eventType) = WithdrawalMachine.MarkUnknown(Sending, "try", "timeout", AskAt, Samples.Later);

        Assert.Equal((OrderStatus.Submitting, (string?)null, "timeout"), (order.Status, eventType, order.SubmissionAttempt!.Unknown));
        Assert.Equal(new ScheduledAction(ActionKind.Poll, AskAt), order.NextAction);
        Assert.False(WithdrawalMachine.MaySend(order, order.NextAction!));
    }

    [Fact]
    public void An_unknown_outcome_that_nobody_can_be_asked_about_is_for_a_person()
    {
        var (order, eventType) = WithdrawalMachine.MarkUnknown(Sending, "try", "timeout", null, Samples.Later);

        Assert.Equal(
            (OrderStatus.NeedsReview, ReviewReason.OutcomeUnknown, "withdrawal.needs_review"),
            (order.Status, order.ReviewReason, eventType)
        );
        Assert.Null(order.NextAction);
    }

    [Fact]
    public void A_sender_that_died_where_nobody_can_be_asked_leaves_it_to_a_person() =>
        Assert.Equal(
            ReviewReason.OutcomeUnknown,
            WithdrawalStatusMachine.GiveUpAsking(Sending, Sending.NextAction!, TimeSpan.FromDays(1), Samples.Later).Order.ReviewReason
        );

    [Fact]
    public void Absent_twice_is_not_enough_before_the_quiet_period_is_over()
    {
        var order = Sending;
        for (var i = 0; i < 5; i++)
            order = Miss(order, Samples.Noon.AddSeconds(30) + Quiet - TimeSpan.FromMilliseconds(1), resubmit: true).Order;

        Assert.Equal((OrderStatus.Submitting, ActionKind.Poll, 5), (order.Status, order.NextAction!.What, order.SubmissionAttempt!.Absences));
    }

    [Fact]
    public void Absent_once_is_not_enough_after_the_quiet_period() =>
        Assert.Equal(OrderStatus.Submitting, Miss(Sending, Samples.Noon.AddDays(1), resubmit: true).Order.Status);

    [Theory]
    [InlineData(false, OrderStatus.NeedsReview)]
    [InlineData(true, OrderStatus.Submitting)]
    public void Absent_twice_over_the_quiet_period_is_for_a_person_or_a_new_intent(bool resubmit, OrderStatus expected)
    {
        var over = Samples.Noon.AddSeconds(30) + Quiet;

        var order = Miss(Miss(Sending, over, resubmit).Order, over, resubmit).Order;

        Assert.Equal(expected, order.Status);
        Assert.Equal(resubmit, order.NextAction is { } action && WithdrawalMachine.MaySend(order, action));
    }

    [Fact]
    public void The_quiet_period_counts_from_the_end_of_the_send_where_that_is_known()
    {
        var ended = WithdrawalMachine.MarkUnknown(Sending, "try", "timeout", AskAt, Samples.Noon.AddSeconds(2)).Order;
        var over = Samples.Noon.AddSeconds(2) + Quiet;

        Assert.Equal(OrderStatus.NeedsReview, Miss(Miss(ended, over, false).Order, over, false).Order.Status);
    }

    [Fact]
    public void A_provider_that_never_has_it_is_a_person_s_business_in_the_end()
    {
        var order = Sending;
        var now = Samples.Noon;
        var sends = 1;
        while (order.Status == OrderStatus.Submitting && sends < 100)
        {
            now = now.AddDays(1);
            order = Miss(order, now, resubmit: true).Order;
            if (order.NextAction is { } action && WithdrawalMachine.MaySend(order, action))
            {
                order = WithdrawalMachine.BeginAttempt(order, $"try {++sends}", now, now.AddSeconds(30));
            }
        }

        Assert.Equal((5, OrderStatus.NeedsReview), (sends, order.Status));
    }

    [Fact]
    public void What_was_accepted_once_does_not_become_unknown_because_a_query_lags()
    {
        var accepted = WithdrawalMachine.Accept(Sending, "try", "77", AskAt, Samples.Later).Order;

        var order = Miss(Miss(accepted, Samples.Noon.AddDays(1), true).Order, Samples.Noon.AddDays(1.9), true).Order;

        Assert.Equal((OrderStatus.Submitted, ActionKind.Poll), (order.Status, order.NextAction!.What));
    }

    [Theory]
    [InlineData(true, 10)]
    [InlineData(false, 24 * 60)]
    public void Answers_that_say_nothing_are_a_person_s_business_after_so_many_minutes(bool refused, int minutes)
    {
        var first = Samples.Noon.AddHours(1);
        var silent = Silent(Sending, first, refused).Order;

        var almost = Silent(silent, first.AddMinutes(minutes).AddMilliseconds(-1), refused).Order;
        var over = Silent(almost, first.AddMinutes(minutes), refused);

        Assert.Equal((OrderStatus.Submitting, first), (almost.Status, almost.SubmissionAttempt!.SilentSince));
        Assert.Equal(
            (OrderStatus.NeedsReview, "withdrawal.needs_review", "silence"),
            (over.Order.Status, over.EventType, over.Order.SubmissionAttempt!.Unknown)
        );
        Assert.Equal(ReviewReason.OutcomeUnknown, over.Order.ReviewReason);
        Assert.Equal(
            silent,
            WithdrawalStatusMachine
                .QueryFailed(silent, Sending.NextAction!, "silence", refused, Quiet, TimeSpan.FromDays(1), AskAt, first.AddDays(9))
                .Order
        );
    }

    [Fact]
    public void An_answer_that_says_how_it_stands_begins_the_silence_anew()
    {
        var silent = Silent(Sending, Samples.Later, refused: true).Order;

        var heard = WithdrawalStatusMachine
            .ApplyStatus(silent, silent.NextAction!, Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Pending), AskAt, Samples.Later)
            .Order;

        Assert.Null(heard.SubmissionAttempt!.SilentSince);
    }

    [Fact]
    public void What_was_accepted_and_is_gone_for_a_day_is_a_person_s_business_and_never_sent_again()
    {
        var accepted = WithdrawalMachine.Accept(Sending, "try", "77", AskAt, Samples.Later).Order;
        var first = Samples.Noon.AddDays(3);

        foreach (
            var step in (Func<Order, DateTimeOffset, Transition>[])
                [(order, now) => Miss(order, now, resubmit: true), (order, now) => Silent(order, now, refused: true)]
        )
        {
            var almost = step(step(accepted, first).Order, first.AddDays(1).AddMilliseconds(-1)).Order;
            var (over, eventType) = step(almost, first.AddDays(1));

            Assert.Equal((OrderStatus.Submitted, ActionKind.Poll), (almost.Status, almost.NextAction!.What));
            Assert.Equal(
                (OrderStatus.NeedsReview, ReviewReason.OutcomeUnknown, "withdrawal.needs_review"),
                (over.Status, over.ReviewReason, eventType)
            );
            Assert.False(ReviewMachine.CanBeResubmitted(over));
            Assert.Equal(OrderStatus.Completed, over.After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Completed) with { Amount = 10 }).Status);
        }
    }

    [Fact]
    public void What_was_accepted_is_asked_about_until_its_provider_is_back_though_a_person_is_told_after_a_day()
    {
        var accepted = WithdrawalMachine.Accept(Sending, "try", "77", AskAt, Samples.Later).Order;

        var almost = Silent(
            Silent(accepted, Samples.Noon.AddDays(1), refused: false).Order,
            Samples.Noon.AddDays(2).AddMilliseconds(-1),
            refused: false
        ).Order;
        var (over, eventType) = Silent(almost, Samples.Noon.AddDays(2), refused: false);
        var again = Silent(over, Samples.Noon.AddDays(30), refused: false);

        Assert.Equal((OrderStatus.Submitted, ActionKind.Poll), (almost.Status, almost.NextAction!.What));
        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.Overdue, "withdrawal.needs_review"), (over.Status, over.ReviewReason, eventType));
        Assert.Equal((OrderStatus.NeedsReview, ActionKind.Poll, null), (again.Order.Status, again.Order.NextAction!.What, again.EventType));
    }

    [Fact]
    public void A_final_callback_settles_an_unknown_outcome()
    {
        var review = WithdrawalMachine.MarkUnknown(Sending, "try", "timeout", null, Samples.Later).Order;

        Assert.Equal(OrderStatus.Completed, review.After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Completed) with { Amount = 10 }).Status);
        Assert.Equal(OrderStatus.Failed, review.After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Failed)).Status);
    }

    private static Transition Silent(Order order, DateTimeOffset now, bool refused) =>
        WithdrawalStatusMachine.QueryFailed(order, order.NextAction!, "silence", refused, Quiet, TimeSpan.FromDays(1), now.AddSeconds(5), now);
}
