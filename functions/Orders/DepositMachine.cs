namespace PaymentHub.Orders;

/// <summary>
/// The hub's own steps of an open deposit, pure like <see cref="OrderMachine"/>. Every step names the scheduled action that it was decided on, and
/// does nothing if the order has moved on since. So a step whose own write is found again is not applied twice.
/// </summary>
public static class DepositMachine
{
    /// <summary>Whether the provider may still have news about it.</summary>
    public static bool IsOpen(Order order) =>
        order.Status is OrderStatus.AwaitingPayment or OrderStatus.Pending or OrderStatus.Expired || OrderMachine.IsOverdue(order);

    /// <summary>Whether the time to pay is over and this is not recorded yet.</summary>
    public static bool IsTimeUp(Order order, DateTimeOffset now) => !order.TimeIsOver && order.PayBy is { } payBy && payBy <= now;

    /// <summary>The provider was asked.</summary>
    /// <param name="answer">What it answered; null if that says nothing about the order.</param>
    /// <param name="next">The next action; null if this was the last query.</param>
    /// <param name="timeUp">Whether the time to pay was over when it was asked: unless the answer is final, the order has run out of time.</param>
    /// <param name="overdueAfter">How long an order may be pending at the last query before an operator has to look at it.</param>
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
            // At most one of the two causes an event: a payment that was seen does not expire, and without one there is nothing else to report.
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

    /// <summary>
    /// The merchant cancels it. A payment that was made, or is on its way, is not affected, and neither is the next action: a payment may still
    /// arrive.
    /// </summary>
    /// <param name="answer">What the provider says now; null if that says nothing about the order.</param>
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

    /// <summary>A deposit that is pending at the last query is overdue, or gets one more query when it will be.</summary>
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
    /// The final answer. If only a part has arrived, nothing more is waited for: the rule for the amount decides. Money that is still on its way does
    /// not count as arrived.
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

    /// <summary>The action could not be done now or, without a next one, is done for good.</summary>
    public static Transition Move(Order order, ScheduledAction action, ScheduledAction? next, DateTimeOffset now) =>
        order.NextAction == action ? OrderMachine.Conclude(order, order with { NextAction = next }, now) : new Transition(order, null);

    /// <summary>The provider does not answer, and the time for asking is over: an operator is told, and asking continues.</summary>
    public static Transition Miss(Order order, ScheduledAction action, ScheduledAction later, TimeSpan overdueAfter, DateTimeOffset now) =>
        order.NextAction == action && order.Status == OrderStatus.Pending && now >= (order.StatusSince ?? order.CreatedAt) + overdueAfter
            ? OrderMachine.Overdue(order with { NextAction = later }, now)
            : Move(order, action, later, now);
}
