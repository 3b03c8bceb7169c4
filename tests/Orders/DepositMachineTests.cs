using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

public class DepositMachineTests
{
    private static readonly Work Ask = new(WorkKind.Ask, Samples.Noon);
    private static readonly Work Next = new(WorkKind.Expire, Samples.Noon.AddHours(1), 1);
    private static readonly Order Open = Samples.MerchantDeposit with { PayBy = Samples.Noon.AddHours(1), Work = Ask };

    [Fact]
    public void An_answer_that_says_nothing_new_moves_the_work_and_tells_nobody()
    {
        var transition = DepositMachine.Hear(Open, Ask, Samples.Deposit(NoticeStatus.Awaiting), Next, timeUp: false, Samples.Later);

        Assert.Equal((OrderStatus.AwaitingPayment, Next, null), (transition.Order.Status, transition.Order.Work, transition.EventType));
    }

    [Fact]
    public void A_payment_that_was_found_completes_it_and_ends_the_work()
    {
        var transition = DepositMachine.Hear(Open, Ask, Samples.Deposit(NoticeStatus.Completed) with { Amount = 10 }, Next, timeUp: true, Samples.Later);

        Assert.Equal((OrderStatus.Completed, null, "deposit.completed", false), (transition.Order.Status, transition.Order.Work, transition.EventType, transition.Order.Late));
    }

    [Fact]
    public void Without_a_payment_the_time_is_over()
    {
        var transition = DepositMachine.Hear(Open, Ask, null, Next, timeUp: true, Samples.Later);
        var late = OrderMachine.Apply(transition.Order, Samples.Deposit(NoticeStatus.Completed) with { Amount = 10 }, Samples.Later);

        Assert.Equal((OrderStatus.Expired, Next, "deposit.expired", 1), (transition.Order.Status, transition.Order.Work, transition.EventType, transition.Order.Version));
        Assert.Equal((OrderStatus.Completed, true, null), (late.Order.Status, late.Order.Late, late.Order.Work));
    }

    [Fact]
    public void A_payment_in_progress_when_the_time_is_over_does_not_expire_and_is_not_late()
    {
        var transition = DepositMachine.Hear(Open, Ask, Samples.Deposit(NoticeStatus.Pending) with { Amount = 4 }, Next, timeUp: true, Samples.Later);
        var completed = OrderMachine.Apply(transition.Order, Samples.Deposit(NoticeStatus.Completed) with { Amount = 10 }, Samples.Later);

        Assert.Equal((OrderStatus.Pending, Next, "deposit.pending", 1, 4m), (transition.Order.Status, transition.Order.Work, transition.EventType, transition.Order.Version, transition.Order.Amount));
        Assert.Equal((OrderStatus.Completed, false, true), (completed.Order.Status, completed.Order.Late, completed.Order.TimeIsOver));
    }

    [Fact]
    public void A_step_that_was_made_already_or_comes_too_late_changes_nothing()
    {
        var moved = Open with { Work = Next };

        Assert.Equal(new Transition(moved, null), DepositMachine.Hear(moved, Ask, Samples.Deposit(NoticeStatus.Pending), null, timeUp: true, Samples.Later));
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
