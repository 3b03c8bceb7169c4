namespace PaymentHub.Orders;

/// <summary>What asking the provider about a withdrawal that was sent makes of it. Pure: the time is given.</summary>
public static class WithdrawalStatusMachine
{
    /// <summary>So long may asking come to nothing, where a provider out of reach or late with its own books is the likelier cause.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromDays(1);

    /// <summary>The provider has said how it stands.</summary>
    public static Transition ApplyStatus(Order order, ScheduledAction action, Notice answer, DateTimeOffset pollAt, DateTimeOffset now) =>
        order.NextAction != action
            ? WithdrawalMachine.Same(order)
            : OrderMachine.Apply(
                order with
                {
                    NextAction = new ScheduledAction(ActionKind.Poll, pollAt, action.Tries + 1),
                    SubmissionAttempt = order.SubmissionAttempt is { } attempt ? attempt with { SilentSince = null } : null,
                },
                answer,
                now
            );

    /// <summary>The provider has no such order.</summary>
    /// <param name="quiet">How long after the last moment of sending a slow request may still arrive.</param>
    /// <param name="resubmit">Whether the account sends again what the provider does not have.</param>
    public static Transition MarkNotFound(
        Order order,
        ScheduledAction action,
        TimeSpan quiet,
        bool resubmit,
        DateTimeOffset pollAt,
        DateTimeOffset now
    )
    {
        if (order.NextAction != action)
            return WithdrawalMachine.Same(order);
        // What was accepted once does not vanish because a query has not caught up; but that does not take a day.
        if (order is not { Status: OrderStatus.Submitting, SubmissionAttempt: { } attempt })
            return Wait(order, action, LongestSilence, pollAt, now) ?? WithdrawalMachine.Review(order, "the provider has no such order", now);

        var missed = order with { SubmissionAttempt = attempt with { Absences = attempt.Absences + 1 } };
        if (missed.SubmissionAttempt.Absences < 2 || now < attempt.LastPossible + quiet)
            return OrderMachine.Conclude(order, missed with { NextAction = action.Later(pollAt) }, now);
        return resubmit && attempt.Number < WithdrawalMachine.MaxSends && !order.KnownToProvider
            ? OrderMachine.Conclude(order, missed with { NextAction = new ScheduledAction(ActionKind.Submit, now) }, now)
            : WithdrawalMachine.Review(missed, now);
    }

    /// <summary>
    /// Asking came to nothing: no answer, or one that says nothing about the order. That proves nothing, and can go on for ever; in the
    /// end a person has to look. Nothing is ever sent because of it.
    /// </summary>
    /// <param name="refused">Whether the provider answered, and said no. Where its code
    /// for "no such order" is not known, that is how it says so.</param>
    /// <param name="quiet">How long after the last moment of sending a slow request may still arrive.</param>
    /// <param name="overdueAfter">How long a provider that has accepted it may not answer before a person is told; it is asked all the same.</param>
    public static Transition QueryFailed(
        Order order,
        ScheduledAction action,
        string reason,
        bool refused,
        TimeSpan quiet,
        TimeSpan overdueAfter,
        DateTimeOffset pollAt,
        DateTimeOffset now
    ) =>
        order switch
        {
            _ when order.NextAction != action => WithdrawalMachine.Same(order),
            { Status: OrderStatus.Submitting } => Wait(order, action, refused ? quiet : LongestSilence, pollAt, now)
                ?? WithdrawalMachine.Review(order, reason, now),
            { Status: OrderStatus.Submitted or OrderStatus.Processing } when refused => Wait(order, action, LongestSilence, pollAt, now)
                ?? WithdrawalMachine.Review(order, reason, now),
            { Status: OrderStatus.Submitted or OrderStatus.Processing } => Wait(order, action, overdueAfter, pollAt, now)
                ?? OrderMachine.Overdue(order with { NextAction = action.Later(pollAt) }, now),
            _ => Reschedule(order, action, pollAt, now),
        };

    /// <summary>
    /// Nobody can be asked how it stands. What is being sent, or was by a sender that died, is of unknown outcome; what was accepted has
    /// time until it is overdue.
    /// </summary>
    public static Transition GiveUpAsking(Order order, ScheduledAction action, TimeSpan overdueAfter, DateTimeOffset now)
    {
        if (order.NextAction != action)
            return WithdrawalMachine.Same(order);
        if (order.Status == OrderStatus.Submitting)
            return WithdrawalMachine.Review(order, now);
        var deadline = (order.SubmissionAttempt?.LastPossible ?? order.CreatedAt) + overdueAfter;
        return now < deadline
            ? OrderMachine.Conclude(order, order with { NextAction = new ScheduledAction(ActionKind.Poll, deadline, action.Tries + 1) }, now)
            : OrderMachine.Overdue(order with { NextAction = null }, now);
    }

    /// <summary>The work could not be done now.</summary>
    public static Transition Reschedule(Order order, ScheduledAction action, DateTimeOffset dueAt, DateTimeOffset now) =>
        order.NextAction == action
            ? OrderMachine.Conclude(order, order with { NextAction = action.Later(dueAt) }, now)
            : WithdrawalMachine.Same(order);

    /// <summary>The work is done, or has become pointless.</summary>
    public static Transition Done(Order order, ScheduledAction action, DateTimeOffset now) =>
        order.NextAction == action ? OrderMachine.Conclude(order, order with { NextAction = null }, now) : WithdrawalMachine.Same(order);

    /// <summary>Puts the work off; null when that has gone on for too long: then a person has to look.</summary>
    private static Transition? Wait(Order order, ScheduledAction action, TimeSpan patience, DateTimeOffset pollAt, DateTimeOffset now)
    {
        if (order.SubmissionAttempt is not { } attempt)
            return Reschedule(order, action, pollAt, now);
        // Counted from the first of them, not from the send: the first after a long break decides nothing.
        var since = attempt.SilentSince ?? now;
        return now < since + patience || now < attempt.LastPossible + patience
            ? OrderMachine.Conclude(
                order,
                order with
                {
                    NextAction = action.Later(pollAt),
                    SubmissionAttempt = attempt with { SilentSince = since },
                },
                now
            )
            : null;
    }
}
