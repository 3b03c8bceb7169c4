namespace PaymentHub.Orders;

/// <summary>Applies the provider's answers about a withdrawal that was sent. Pure: the time is given.</summary>
public static class WithdrawalStatusMachine
{
    /// <summary>How long queries may bring nothing while the likelier cause is a provider that is down or behind with its own records.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromDays(1);

    /// <summary>The provider has answered.</summary>
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
        // An accepted order does not disappear because a query lags behind; but a lag does not last a day.
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
    /// A query brought nothing: no answer, or one that says nothing about the order. That proves nothing and could continue forever, so in the end an
    /// operator has to look. Nothing is ever sent because of it.
    /// </summary>
    /// <param name="refused">Whether the provider answered with a refusal. If its code for "no such order" is not known, that is what it looks
    /// like.</param>
    /// <param name="quiet">How long after the last moment of sending a slow request may still arrive.</param>
    /// <param name="overdueAfter">How long a provider that has accepted it may not answer before an operator is told; asking continues.</param>
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
    /// The provider cannot be asked. An order that is being sent, or was sent by a process that died, has an unknown outcome; an accepted one has
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

    /// <summary>The action could not be done now.</summary>
    public static Transition Reschedule(Order order, ScheduledAction action, DateTimeOffset dueAt, DateTimeOffset now) =>
        order.NextAction == action
            ? OrderMachine.Conclude(order, order with { NextAction = action.Later(dueAt) }, now)
            : WithdrawalMachine.Same(order);

    /// <summary>The action is done, or has become unnecessary.</summary>
    public static Transition Done(Order order, ScheduledAction action, DateTimeOffset now) =>
        order.NextAction == action ? OrderMachine.Conclude(order, order with { NextAction = null }, now) : WithdrawalMachine.Same(order);

    /// <summary>Postpones the action; null if that has happened for too long: then an operator has to look.</summary>
    private static Transition? Wait(Order order, ScheduledAction action, TimeSpan patience, DateTimeOffset pollAt, DateTimeOffset now)
    {
        if (order.SubmissionAttempt is not { } attempt)
            return Reschedule(order, action, pollAt, now);
        // Counted from the first failed query, not from the send: the first one after a long break decides nothing.
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
