using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

public class DepositMachineTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly ScheduledAction Ask = new(ActionKind.Poll, Samples.Noon);
    private static readonly ScheduledAction Next = new(ActionKind.Expire, Samples.Noon.AddHours(1), 1);
    private static readonly Notice Part = Samples.Deposit(NoticeStatus.Pending) with { Amount = 4, InPart = true };
    private static readonly Order Open = Samples.MerchantDeposit with { PayBy = Samples.Noon.AddHours(1), NextAction = Ask };

    [Fact]
    public void An_answer_that_says_nothing_new_moves_the_work_and_tells_nobody()
    {
        var transition = DepositMachine.ApplyStatus(Open, Ask, Samples.Deposit(NoticeStatus.Awaiting), Next, timeUp: false, Day, Samples.Later);

        Assert.Equal((OrderStatus.AwaitingPayment, Next, null), (transition.Order.Status, transition.Order.NextAction, transition.EventType));
    }

    [Fact]
    public void A_payment_that_was_found_completes_it_and_ends_the_work()
    {
        var transition = DepositMachine.ApplyStatus(
            Open,
            Ask,
            Samples.Deposit(NoticeStatus.Completed) with
            {
                Amount = 10,
            },
            Next,
            timeUp: true,
            Day,
            Samples.Later
        );

        Assert.Equal(
            (OrderStatus.Completed, null, "deposit.completed", false),
            (transition.Order.Status, transition.Order.NextAction, transition.EventType, transition.Order.Late)
        );
    }

    [Fact]
    public void Without_a_payment_the_time_is_over()
    {
        var transition = DepositMachine.ApplyStatus(Open, Ask, null, Next, timeUp: true, Day, Samples.Later);
        var late = OrderMachine.Apply(transition.Order, Samples.Deposit(NoticeStatus.Completed) with { Amount = 10 }, Samples.Later);

        Assert.Equal(
            (OrderStatus.Expired, Next, "deposit.expired", 1),
            (transition.Order.Status, transition.Order.NextAction, transition.EventType, transition.Order.Version)
        );
        Assert.Equal((OrderStatus.Completed, true, null), (late.Order.Status, late.Order.Late, late.Order.NextAction));
    }

    [Fact]
    public void A_payment_in_progress_when_the_time_is_over_does_not_expire_and_is_not_late()
    {
        var transition = DepositMachine.ApplyStatus(
            Open,
            Ask,
            Samples.Deposit(NoticeStatus.Pending) with
            {
                Amount = 4,
            },
            Next,
            timeUp: true,
            Day,
            Samples.Later
        );
        var completed = OrderMachine.Apply(transition.Order, Samples.Deposit(NoticeStatus.Completed) with { Amount = 10 }, Samples.Later);

        Assert.Equal(
            (OrderStatus.Pending, Next, "deposit.pending", 1, 4m),
            (transition.Order.Status, transition.Order.NextAction, transition.EventType, transition.Order.Version, transition.Order.Amount)
        );
        Assert.Equal((OrderStatus.Completed, false, true), (completed.Order.Status, completed.Order.Late, completed.Order.TimeIsOver));
    }

    /// <summary>4 of 10 came; on its way to somewhere else is nothing.</summary>
    [Theory]
    [InlineData(false, null, OrderStatus.NeedsReview, ReviewReason.AmountMismatch)]
    [InlineData(false, "part", OrderStatus.NeedsReview, ReviewReason.AmountMismatch)]
    [InlineData(false, "nothing paid", OrderStatus.NeedsReview, ReviewReason.AmountMismatch)]
    [InlineData(true, null, OrderStatus.Completed, null)]
    [InlineData(true, "part", OrderStatus.Completed, null)]
    [InlineData(false, "paid", OrderStatus.Completed, null)]
    public void A_part_whose_rest_never_came_is_judged_by_the_last_question(bool acceptLess, string? answer, OrderStatus status, ReviewReason? reason)
    {
        var order = (acceptLess ? Open with { Request = Open.Request! with { Amounts = new AmountRule { AcceptLess = true } } } : Open).After(Part);
        var said = answer switch
        {
            "part" => Part,
            "nothing paid" => Samples.Deposit(NoticeStatus.Awaiting),
            "paid" => Samples.Deposit(NoticeStatus.Completed) with { Amount = 10 },
            _ => null,
        };

        var asked = DepositMachine.ApplyStatus(order, Ask, said, Next, timeUp: false, Day, Samples.Later).Order;
        var judged = DepositMachine.ApplyStatus(order, Ask, said, null, timeUp: false, Day, Samples.Later);

        Assert.Equal(answer == "paid" ? OrderStatus.Completed : OrderStatus.Pending, asked.Status);
        Assert.Equal((status, reason, answer == "paid" ? 10m : 4m), (judged.Order.Status, judged.Order.ReviewReason, judged.Order.Amount));
        Assert.Equal((null, order.Version + 1, false), (judged.Order.NextAction, judged.Order.Version, judged.Order.Late));
        Assert.Equal("deposit." + SnakeCaseEnum.Of(status), judged.EventType);
    }

    /// <summary>The last question of a page that was away all the time: one step, and so one event.</summary>
    [Fact]
    public void A_part_that_is_first_heard_of_by_the_last_question_is_judged_at_once()
    {
        var judged = DepositMachine.ApplyStatus(Open, Ask, Part, null, timeUp: true, Day, Samples.Later);

        Assert.Equal((OrderStatus.NeedsReview, "deposit.needs_review", 1), (judged.Order.Status, judged.EventType, judged.Order.Version));
    }

    /// <summary>Its status is as old as this: a last question finds it pending for too long, or looks once more when it will have been.</summary>
    [Theory]
    [InlineData(24, true)]
    [InlineData(23, false)]
    public void What_is_still_on_its_way_at_the_last_question_is_overdue_once_it_has_been_for_long_enough(int hours, bool overdue)
    {
        var seen = Samples.Deposit(NoticeStatus.Pending) with { Amount = 4 };
        var pending = Open.After(seen) with { StatusSince = Samples.Noon };
        var now = Samples.Noon.AddHours(hours);

        var (order, eventType) = DepositMachine.ApplyStatus(pending, Ask, seen, null, timeUp: false, Day, now);

        if (overdue)
        {
            Assert.Equal(
                (OrderStatus.NeedsReview, ReviewReason.Overdue, null, "deposit.needs_review"),
                (order.Status, order.ReviewReason, order.NextAction, eventType)
            );
        }
        else
        {
            Assert.Equal(
                (OrderStatus.Pending, null, new ScheduledAction(ActionKind.Poll, Samples.Noon + Day, 1), null),
                (order.Status, order.ReviewReason, order.NextAction, eventType)
            );
        }
    }

    [Fact]
    public void What_is_first_seen_by_the_last_question_is_looked_at_once_more()
    {
        var (order, eventType) = DepositMachine.ApplyStatus(Open, Ask, Samples.Deposit(NoticeStatus.Pending), null, timeUp: true, Day, Samples.Later);

        Assert.Equal(
            (OrderStatus.Pending, new ScheduledAction(ActionKind.Poll, Samples.Later + Day, 1), "deposit.pending", 1),
            (order.Status, order.NextAction, eventType, order.Version)
        );
    }

    [Theory]
    [InlineData(NoticeStatus.Completed, OrderStatus.Completed)]
    [InlineData(NoticeStatus.Failed, OrderStatus.Failed)]
    [InlineData(NoticeStatus.Pending, OrderStatus.NeedsReview)]
    public void A_later_word_settles_what_is_overdue_if_it_is_final(NoticeStatus said, OrderStatus status)
    {
        var overdue = OrderMachine.Overdue(Open.After(Samples.Deposit(NoticeStatus.Pending)), Samples.Later).Order;

        Assert.Equal(status, overdue.After(Samples.Deposit(said) with { Amount = 10 }).Status);
        Assert.Equal(ReviewReason.AmountMismatch, overdue.After(Samples.Deposit(NoticeStatus.Completed) with { Amount = 9 }).ReviewReason);
    }

    [Theory]
    [InlineData(NoticeStatus.Expired)]
    [InlineData(NoticeStatus.Awaiting)]
    public void A_payment_that_is_seen_when_nobody_asks_any_more_is_asked_about(NoticeStatus before) =>
        Assert.Equal(
            new ScheduledAction(ActionKind.Poll, Samples.Later),
            (Open.After(Samples.Deposit(before)) with { NextAction = null }).After(Samples.Deposit(NoticeStatus.Pending)).NextAction
        );

    [Fact]
    public void A_part_that_comes_when_nobody_asks_any_more_is_asked_about()
    {
        var over = Open.After(Samples.Deposit(NoticeStatus.Expired)) with { NextAction = null };

        var pending = over.After(Part);
        var again = DepositMachine.ApplyStatus(pending, pending.NextAction!, Part, null, timeUp: false, Day, Samples.Later);

        Assert.Equal((OrderStatus.Pending, new ScheduledAction(ActionKind.Poll, Samples.Later)), (pending.Status, pending.NextAction));
        Assert.Equal((OrderStatus.NeedsReview, null), (again.Order.Status, again.Order.NextAction));
    }

    [Fact]
    public void A_step_that_was_made_already_or_comes_too_late_changes_nothing()
    {
        var moved = Open with { NextAction = Next };

        Assert.Equal(
            new Transition(moved, null),
            DepositMachine.ApplyStatus(moved, Ask, Samples.Deposit(NoticeStatus.Pending), null, timeUp: true, Day, Samples.Later)
        );
        Assert.Equal(new Transition(moved, null), DepositMachine.Move(moved, Ask, null, Samples.Later));
    }

    [Fact]
    public void The_time_is_up_once_and_only_where_there_is_one()
    {
        Assert.False(DepositMachine.IsTimeUp(Open, Samples.Noon.AddMinutes(59)));
        Assert.True(DepositMachine.IsTimeUp(Open, Samples.Noon.AddHours(1)));
        Assert.False(DepositMachine.IsTimeUp(Open with { TimeIsOver = true }, Samples.Noon.AddHours(1)));
        Assert.False(DepositMachine.IsTimeUp(Open with { PayBy = null }, Samples.Noon.AddHours(1)));
    }
}
