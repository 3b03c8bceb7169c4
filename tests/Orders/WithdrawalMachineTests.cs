using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

/// <summary>The hub's own steps: who may send, what a send came to, and what asking about it came to.</summary>
public class WithdrawalMachineTests
{
    internal static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);
    internal static readonly DateTimeOffset AskAt = Samples.Later.AddSeconds(5);
    private static readonly Failure Failure = new("4001", "No.");
    internal static readonly Order Created = Samples.Withdrawal with
    {
        Status = OrderStatus.Created,
        NextAction = new ScheduledAction(ActionKind.Submit, Samples.Noon),
    };

    /// <summary>Being sent since noon, until half a minute later.</summary>
    private static readonly Failure OverLimit = new(WithdrawalMachine.LimitExceeded, "");
    internal static readonly Order Sending = WithdrawalMachine.BeginAttempt(Created, "try", Samples.Noon, Samples.Noon.AddSeconds(30));

    [Fact]
    public void The_intent_takes_away_the_right_to_send()
    {
        Assert.True(WithdrawalMachine.MaySend(Created, Created.NextAction!));
        Assert.False(WithdrawalMachine.MaySend(Sending, Created.NextAction!));
        Assert.False(WithdrawalMachine.MaySend(Sending, Sending.NextAction!));
        Assert.Equal((OrderStatus.Submitting, ActionKind.Poll, 1), (Sending.Status, Sending.NextAction!.What, Sending.SubmissionAttempt!.Number));
    }

    [Fact]
    public void What_is_accepted_is_submitted_and_asked_about()
    {
        var (order, eventType) = WithdrawalMachine.Accept(Sending, "try", "77", AskAt, Samples.Later);

        Assert.Equal("withdrawal.submitted", eventType);
        Assert.Equal((OrderStatus.Submitted, "77", 1), (order.Status, order.ProviderOrderId, order.Version));
        Assert.Equal(new ScheduledAction(ActionKind.Poll, AskAt), order.NextAction);
    }

    [Fact]
    public void What_is_accepted_where_nobody_can_be_asked_waits_for_its_callback_until_it_is_overdue()
    {
        var accepted = WithdrawalMachine.Accept(Sending, "try", null, AskAt, Samples.Later).Order;

        var early = WithdrawalStatusMachine.GiveUpAsking(accepted, accepted.NextAction!, TimeSpan.FromDays(1), AskAt).Order;
        var (over, eventType) = WithdrawalStatusMachine.GiveUpAsking(early, early.NextAction!, TimeSpan.FromDays(1), early.NextAction!.DueAt);

        Assert.Equal((OrderStatus.Submitted, Samples.Later.AddDays(1)), (early.Status, early.NextAction.DueAt));
        Assert.Equal((OrderStatus.NeedsReview, ReviewReason.Overdue, "withdrawal.needs_review"), (over.Status, over.ReviewReason, eventType));
        Assert.Equal((null, false), (over.NextAction, ReviewMachine.CanBeResubmitted(over)));
    }

    [Fact]
    public void An_order_under_way_is_never_without_work() =>
        Assert.Equal(
            new ScheduledAction(ActionKind.Poll, Samples.Later),
            (Sending with { NextAction = null }).After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Pending)).NextAction
        );

    [Fact]
    public void A_callback_that_was_faster_than_the_acceptance_keeps_its_word()
    {
        var processing = Sending.After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Pending));

        var (order, eventType) = WithdrawalMachine.Accept(processing, "try", "77", AskAt, Samples.Later);

        Assert.Equal((OrderStatus.Processing, "77", (string?)null), (order.Status, order.ProviderOrderId, eventType));
    }

    [Fact]
    public void A_refusal_of_the_first_send_fails_it_and_owes_its_share_back()
    {
        var (order, eventType) = WithdrawalMachine.Fail(Sending, "try", Failure, Samples.Later);

        Assert.Equal((OrderStatus.Failed, Failure, "withdrawal.failed"), (order.Status, order.Failure, eventType));
        Assert.Equal(new ScheduledAction(ActionKind.Release, Samples.Later), order.NextAction);
    }

    [Fact]
    public void A_refusal_of_a_later_send_proves_nothing()
    {
        var second = WithdrawalMachine.BeginAttempt(HeldBack(Sending), "again", Samples.Later, Samples.Later.AddSeconds(30));

        Assert.False(WithdrawalMachine.CanBeRefused(second));
        Assert.Equal(second, WithdrawalMachine.Fail(second, "again", Failure, Samples.Later).Order);
    }

    [Fact]
    public void A_refusal_of_what_the_provider_works_on_proves_nothing() =>
        Assert.False(WithdrawalMachine.CanBeRefused(Sending.After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Pending))));

    [Fact]
    public void What_was_not_taken_may_be_sent_again_later_under_a_new_intent()
    {
        var held = HeldBack(Sending);

        Assert.True(WithdrawalMachine.MaySend(held, held.NextAction!));
        Assert.Equal((ActionKind.Submit, AskAt, OrderStatus.Submitting), (held.NextAction!.What, held.NextAction.DueAt, held.Status));
        Assert.Equal(2, WithdrawalMachine.BeginAttempt(held, "again", Samples.Later, AskAt).SubmissionAttempt!.Number);
    }

    [Fact]
    public void Another_sender_s_word_changes_nothing()
    {
        Assert.Equal(Sending, WithdrawalMachine.Fail(Sending, "other", Failure, Samples.Later).Order);
        Assert.Equal(Sending, WithdrawalMachine.Defer(Sending, "other", 1, AskAt, Samples.Later).Order);
        Assert.Equal(Sending, WithdrawalMachine.MarkUnknown(Sending, "other", "?", AskAt, Samples.Later).Order);
    }

    [Fact]
    public void An_earlier_sender_s_acceptance_tells_that_the_provider_has_it_and_nothing_else()
    {
        var (order, eventType) = WithdrawalMachine.Accept(Sending, "other", "77", AskAt, Samples.Later);

        Assert.Equal((OrderStatus.Submitting, true, "77", (string?)null), (order.Status, order.KnownToProvider, order.ProviderOrderId, eventType));
        Assert.Equal((Sending.SubmissionAttempt, Sending.NextAction), (order.SubmissionAttempt, order.NextAction));
        Assert.False(WithdrawalMachine.CanBeRefused(order));
        Assert.Equal(order, WithdrawalMachine.Accept(order, "other", "77", AskAt, AskAt).Order);
    }

    [Fact]
    public void What_the_provider_has_shown_to_have_is_never_sent_again_by_the_hub()
    {
        var over = Samples.Noon.AddSeconds(30) + Quiet;
        var known = Sending.After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Awaiting));
        var held = HeldBack(known);

        Assert.Equal(
            (OrderStatus.NeedsReview, ReviewReason.OutcomeUnknown),
            Shown(Miss(Miss(known, over, resubmit: true).Order, over, resubmit: true).Order)
        );
        Assert.False(WithdrawalMachine.MaySend(held, held.NextAction!));
        Assert.False(WithdrawalMachine.CanBeRefused(known));
    }

    [Fact]
    public void Our_own_doubt_is_no_sign_that_the_provider_has_it()
    {
        Assert.False(WithdrawalMachine.MarkUnknown(Sending, "try", "timeout", null, Samples.Later).Order.KnownToProvider);
        Assert.False(WithdrawalMachine.Fail(Sending, "try", Failure, Samples.Later).Order.KnownToProvider);
        Assert.False(Sending.KnownToProvider);
    }

    [Fact]
    public void A_step_that_comes_back_to_itself_is_not_made_twice()
    {
        var accepted = WithdrawalMachine.Accept(Sending, "try", "77", AskAt, Samples.Later).Order;
        var wondering = WithdrawalMachine.MarkUnknown(Sending, "try", "timeout", AskAt, Samples.Later).Order;
        var missed = Miss(Sending, Samples.Later, resubmit: false).Order;

        Assert.Equal(accepted, WithdrawalMachine.Accept(accepted, "try", "77", AskAt, AskAt).Order);
        Assert.Equal(wondering, WithdrawalMachine.MarkUnknown(wondering, "try", "timeout", AskAt, AskAt).Order);
        Assert.Equal(missed, WithdrawalStatusMachine.MarkNotFound(missed, Sending.NextAction!, Quiet, false, AskAt, AskAt).Order);
    }

    [Fact]
    public void What_the_provider_says_counts_and_is_asked_again_until_it_is_final()
    {
        var pending = WithdrawalStatusMachine
            .ApplyStatus(Sending, Sending.NextAction!, Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Pending), AskAt, Samples.Later)
            .Order;
        var (completed, eventType) = WithdrawalStatusMachine.ApplyStatus(
            pending,
            pending.NextAction!,
            Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Completed) with
            {
                Amount = 10,
            },
            AskAt,
            Samples.Later
        );

        Assert.Equal((OrderStatus.Processing, new ScheduledAction(ActionKind.Poll, AskAt, 1)), (pending.Status, pending.NextAction));
        Assert.Equal((OrderStatus.Completed, "withdrawal.completed", (ScheduledAction?)null), (completed.Status, eventType, completed.NextAction));
    }

    [Fact]
    public void Over_the_limit_it_is_rejected_before_anything_is_sent()
    {
        var (order, eventType) = WithdrawalMachine.Refuse(Created, Created.NextAction!, OverLimit, Samples.Later);

        Assert.Equal((OrderStatus.Rejected, "limit_exceeded", "withdrawal.rejected"), (order.Status, order.Failure!.Code, eventType));
        Assert.Equal(Sending, WithdrawalMachine.Refuse(Sending, Created.NextAction!, OverLimit, Samples.Later).Order);
    }

    [Fact]
    public void An_approver_s_first_word_counts()
    {
        var awaiting = Created with { Status = OrderStatus.AwaitingApproval, NextAction = null, Version = 1 };
        var approved = WithdrawalMachine.Decide(awaiting, new Decision(true, "boss", Samples.Later), Samples.Later);
        var rejected = WithdrawalMachine.Decide(awaiting, new Decision(false, "boss", Samples.Later), Samples.Later);

        Assert.Equal(
            (OrderStatus.Created, (string?)null, ActionKind.Submit),
            (approved.Order.Status, approved.EventType, approved.Order.NextAction!.What)
        );
        Assert.Equal(
            (OrderStatus.Rejected, "withdrawal.rejected", (ScheduledAction?)null),
            (rejected.Order.Status, rejected.EventType, rejected.Order.NextAction)
        );
        Assert.Equal(approved.Order, WithdrawalMachine.Decide(approved.Order, new Decision(false, "other", AskAt), AskAt).Order);
        Assert.Equal(rejected.Order, WithdrawalMachine.Decide(rejected.Order, new Decision(true, "other", AskAt), AskAt).Order);
    }

    [Fact]
    public void A_provider_that_pays_what_we_rejected_is_found_out()
    {
        var rejected = WithdrawalMachine.Refuse(Created, Created.NextAction!, OverLimit, Samples.Later).Order;

        var order = rejected.After(Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Completed) with { Amount = 10 });

        Assert.Equal(ReviewReason.ConflictingStatus, order.ReviewReason);
        Assert.Null(order.NextAction);
    }

    private static (OrderStatus, ReviewReason?) Shown(Order order) => (order.Status, order.ReviewReason);

    internal static Transition Miss(Order order, DateTimeOffset now, bool resubmit) =>
        WithdrawalStatusMachine.MarkNotFound(order, order.NextAction!, Quiet, resubmit, now.AddSeconds(5), now);

    private static Order HeldBack(Order order) => WithdrawalMachine.Defer(order, "try", 1, AskAt, Samples.Later).Order;
}
