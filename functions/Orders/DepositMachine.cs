namespace PaymentHub.Orders;

/// <summary>
/// The hub's own steps of an open deposit, pure like <see cref="OrderMachine"/>. Every step names the work that it was decided on and
/// leaves an order alone whose work has moved on from there: so a step whose write came back to it is not made twice.
/// </summary>
public static class DepositMachine
{
    /// <summary>Whether the provider may still have news of it.</summary>
    public static bool IsOpen(Order order) =>
        order.Status is OrderStatus.AwaitingPayment or OrderStatus.Pending or OrderStatus.Expired || OrderMachine.IsOverdue(order);

    /// <summary>Whether the time to pay is over, and nobody has noted that yet.</summary>
    public static bool IsTimeUp(Order order, DateTimeOffset now) => !order.TimeIsOver && order.PayBy is { } payBy && payBy <= now;

    /// <summary>The provider was asked.</summary>
    /// <param name="answer">What it said; null when that says nothing about the order.</param>
    /// <param name="next">What is to be done next; null when nothing is: then it was asked for the last time.</param>
    /// <param name="timeUp">Whether the time to pay was over when it was asked: unless the answer is final, the order has run out of time.</param>
    /// <param name="overdueAfter">How long one that is asked about for the last time may have been pending; then a person has to look.</param>
    public static Transition ApplyStatus(
        Order order,
        ScheduledAction action,
        Notice? answer,
        ScheduledAction? next,
        bool timeUp,
        TimeSpan overdueAfter,
        DateTimeOffset now
    )
    {
        if (order.NextAction != action)
            return new Transition(order, null);
        var moved = order with { NextAction = next };
        var word = next is null ? LastOutcome(order, answer) : answer;
        var heard = word is null ? OrderMachine.Conclude(order, moved, now) : OrderMachine.Apply(moved, word, now);
        if (timeUp && IsOpen(heard.Order))
        {
            // At most one of the two is told: what was seen to be paid does not expire, and what was not has nothing else to tell.
            var over = OrderMachine.Apply(
                heard.Order,
                new Notice
                {
                    Kind = order.Kind,
                    Status = NoticeStatus.Expired,
                    OrderId = order.Id,
                },
                now
            );
            heard = over with { EventType = heard.EventType ?? over.EventType };
        }

        return next is null && heard.Order.Status == OrderStatus.Pending ? LastLook(heard, action, overdueAfter, now) : heard;
    }

    /// <summary>Its merchant wants no payment any more. What is paid, or on its way, stays
    /// what it is; so does what is to be done: a payment may still come.</summary>
    /// <param name="answer">What the provider says now; null when that says nothing about the order.</param>
    public static Transition Cancel(Order order, Notice? answer, DateTimeOffset now)
    {
        if (order.Status != OrderStatus.AwaitingPayment)
            return new Transition(order, null);
        var heard = answer is null ? new Transition(order, null) : OrderMachine.Apply(order, answer, now);
        return heard.Order.Status == OrderStatus.AwaitingPayment
            ? OrderMachine.Apply(
                heard.Order,
                new Notice
                {
                    Kind = order.Kind,
                    Status = NoticeStatus.Expired,
                    OrderId = order.Id,
                },
                now
            )
            : heard;
    }

    /// <summary>What is pending when it is asked about for the last time has been for long enough, or gets one more look.</summary>
    private static Transition LastLook(Transition heard, ScheduledAction action, TimeSpan overdueAfter, DateTimeOffset now)
    {
        var order = heard.Order;
        var deadline = (order.StatusSince ?? order.CreatedAt) + overdueAfter;
        return now < deadline
            ? heard with
            {
                Order = order with { NextAction = new ScheduledAction(ActionKind.Poll, deadline, action.Tries + 1) },
            }
            : OrderMachine.Overdue(order with { NextAction = null }, now);
    }

    /// <summary>
    /// What was said at last. Of a deposit of which a part came and the rest did not, nothing more is waited for: the rule for its
    /// amount decides. What is only on its way has not come.
    /// </summary>
    private static Notice? LastOutcome(Order order, Notice? answer)
    {
        var said =
            answer
            ?? new Notice
            {
                Kind = order.Kind,
                Status = NoticeStatus.Awaiting,
                OrderId = order.Id,
            };
        if (
            said.IsFinal
            || order.Request is not { } request
            || OrderMachine.Larger(order.ReceivedInPart, said.InPart ? said.Amount : null) is not { } part
        )
        {
            return answer;
        }

        return OrderMachine.IsRight(request, part)
            ? said with
            {
                Status = NoticeStatus.Completed,
                Amount = part,
            }
            : said with
            {
                Doubt = said.Doubt | ReviewReason.AmountMismatch,
            };
    }

    /// <summary>The work could not be done now, or is done for good when there is no next one.</summary>
    public static Transition Move(Order order, ScheduledAction action, ScheduledAction? next, DateTimeOffset now) =>
        order.NextAction == action ? OrderMachine.Conclude(order, order with { NextAction = next }, now) : new Transition(order, null);

    /// <summary>The provider does not answer, and the time for asking is over: a person is told, and it is asked all the same.</summary>
    public static Transition Miss(Order order, ScheduledAction action, ScheduledAction later, TimeSpan overdueAfter, DateTimeOffset now) =>
        order.NextAction == action && order.Status == OrderStatus.Pending && now >= (order.StatusSince ?? order.CreatedAt) + overdueAfter
            ? OrderMachine.Overdue(order with { NextAction = later }, now)
            : Move(order, action, later, now);
}
