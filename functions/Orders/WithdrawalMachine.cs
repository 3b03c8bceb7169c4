namespace PaymentHub.Orders;

/// <summary>
/// The hub's own steps of a withdrawal, pure like <see cref="OrderMachine"/>. Every step names the state that it was decided on (the attempt, or the
/// action), and does nothing if the order has moved on since. So a step whose own write is found again is not applied twice.
/// <para>
/// One value decides who may send: only the action <see cref="ActionKind.Submit"/> allows it, and <see cref="BeginAttempt"/> turns it into <see
/// cref="ActionKind.Poll"/>. There are three ways back: the provider has said "not now", it has had no such order for a long time (if the account
/// allows that), or an operator decides so.
/// </para>
/// </summary>
public static class WithdrawalMachine
{
    /// <summary>How often a withdrawal is sent, while the provider keeps having no such order, before an operator has to decide.</summary>
    public const int MaxSends = 5;

    /// <summary>The failure code if an approver refused it.</summary>
    public const string NotApproved = "not_approved";

    /// <summary>The failure code if nobody decided in time.</summary>
    public const string ApprovalExpired = "approval_expired";

    /// <summary>The failure code if a limit does not allow it.</summary>
    public const string LimitExceeded = "limit_exceeded";

    /// <summary>An approver's decision. Only an order that awaits approval accepts it.</summary>
    public static Transition Decide(Order order, Decision decision, DateTimeOffset now)
    {
        if (order.Status != OrderStatus.AwaitingApproval || order.Decision is not null)
            return Same(order);
        if (order.NextAction is { What: ActionKind.Expire } expiry && expiry.DueAt <= now)
            return Expire(order, expiry, now);
        var decided = order with { Decision = decision };
        return decision.Approved
            ? OrderMachine.Conclude(
                order,
                decided with
                {
                    Status = OrderStatus.Created,
                    NextAction = new ScheduledAction(ActionKind.Submit, now),
                },
                now
            )
            : Say(decided, NoticeStatus.Rejected, new Failure(NotApproved, "It was not approved."), now);
    }

    /// <summary>Nobody has approved or rejected it in time.</summary>
    public static Transition Expire(Order order, ScheduledAction action, DateTimeOffset now) =>
        order.NextAction != action ? Same(order)
        : order.Status == OrderStatus.AwaitingApproval
            ? Say(order, NoticeStatus.Rejected, new Failure(ApprovalExpired, "Nobody approved it in time."), now)
        : OrderMachine.Conclude(order, order with { NextAction = null }, now);

    /// <summary>
    /// The account's rules, at the time of sending, do not allow it. An order that was never sent is rejected, unless the provider has it anyway. For
    /// one that was sent, the result is unknown, so an operator has to look at it.
    /// </summary>
    public static Transition Refuse(Order order, ScheduledAction action, Failure failure, DateTimeOffset now) =>
        order.NextAction != action ? Same(order)
        : order is { Status: OrderStatus.Created, KnownToProvider: false } ? Say(order, NoticeStatus.Rejected, failure, now)
        : order is { Status: OrderStatus.Submitting, SubmissionAttempt: { } attempt }
            ? Review(order with { SubmissionAttempt = attempt with { Unknown = $"not sent again: {failure.Code}" } }, now)
        : Same(order);

    /// <summary>Whether this action allows sending the order.</summary>
    public static bool MaySend(Order order, ScheduledAction action) =>
        action.What == ActionKind.Submit
        && order.NextAction == action
        && order is { Status: OrderStatus.Created or OrderStatus.Submitting, KnownToProvider: false };

    /// <summary>
    /// Whether this action would send for the first time an order that the provider has shown to have: storage was restored to before it was sent, or
    /// somebody else has used its id.
    /// </summary>
    public static bool WasSentUnrecorded(Order order, ScheduledAction action) =>
        action.What == ActionKind.Submit
        && order.NextAction == action
        && order is { Status: OrderStatus.Created or OrderStatus.Processing, KnownToProvider: true, SubmissionAttempt: null };

    /// <summary>The provider's notice counts as a send that was not recorded: the order is not sent, and continues as accepted.</summary>
    /// <param name="nextAt">When to ask the provider or, if it cannot be asked, when an operator has to.</param>
    public static Transition TakeAsSent(Order order, ScheduledAction action, DateTimeOffset sentAt, DateTimeOffset nextAt, DateTimeOffset now) =>
        WasSentUnrecorded(order, action)
            ? OrderMachine.Conclude(
                order,
                order with
                {
                    Status = order.Status == OrderStatus.Created ? OrderStatus.Submitted : order.Status,
                    FirstSentAt = order.FirstSentAt ?? sentAt,
                    SubmissionAttempt = new SubmissionAttempt
                    {
                        AttemptId = "unrecorded",
                        Number = 1,
                        Since = sentAt,
                        Until = now,
                        EndedAt = now,
                        Unknown = "the provider has it, and no send of it is recorded here",
                    },
                    NextAction = new ScheduledAction(ActionKind.Poll, nextAt),
                },
                now
            )
            : Same(order);

    /// <summary>The intent to send: only whoever writes this may send, until then; after that the provider is asked about the order.</summary>
    public static Order BeginAttempt(Order order, string attemptId, DateTimeOffset now, DateTimeOffset until) =>
        order with
        {
            Status = OrderStatus.Submitting,
            StatusSince = order.Status == OrderStatus.Submitting ? order.StatusSince : now,
            FirstSentAt = order.FirstSentAt ?? now,
            SubmissionAttempt = new SubmissionAttempt
            {
                AttemptId = attemptId,
                Number = (order.SubmissionAttempt?.Number ?? 0) + 1,
                Since = now,
                Until = until,
            },
            NextAction = new ScheduledAction(ActionKind.Poll, until),
            UpdatedAt = now,
        };

    /// <summary>The provider has accepted it.</summary>
    /// <param name="nextAt">When to ask the provider or, if it cannot be asked, when an operator has to.</param>
    public static Transition Accept(Order order, string attemptId, string? providerOrderId, DateTimeOffset nextAt, DateTimeOffset now)
    {
        // This holds whoever is sending by now, and whatever has happened to the order since: nobody may send it again.
        var known = order with
        {
            KnownToProvider = true,
            ProviderOrderId = order.ProviderOrderId ?? providerOrderId,
        };
        if (!IsSending(order, attemptId))
            return OrderMachine.Conclude(order, known, now);
        var ended = End(known, now);
        var submitted = order.Status == OrderStatus.Submitting ? ended with { Status = OrderStatus.Submitted } : ended;
        return OrderMachine.Conclude(
            order,
            IsOpen(order) ? submitted with { NextAction = new ScheduledAction(ActionKind.Poll, nextAt) } : submitted,
            now
        );
    }

    /// <summary>The provider has certainly not accepted it, and will not. Only the first send can be refused with certainty.</summary>
    public static Transition Fail(Order order, string attemptId, Failure failure, DateTimeOffset now) =>
        IsSending(order, attemptId) && CanBeRefused(order) ? Say(End(order, now), NoticeStatus.Failed, failure, now) : Same(order);

    /// <summary>Whether a refusal proves that nothing happened: on the first send, while the provider has not shown to have it.</summary>
    public static bool CanBeRefused(Order order) =>
        order is { SubmissionAttempt.Number: 1, KnownToProvider: false }
        && (order.Status == OrderStatus.Submitting || order.ReviewReason == ReviewReason.OutcomeUnknown);

    /// <summary>The provider has certainly not accepted it now: it may be sent again, with a new intent.</summary>
    public static Transition Defer(Order order, string attemptId, int tries, DateTimeOffset dueAt, DateTimeOffset now)
    {
        if (!IsSending(order, attemptId))
            return Same(order);
        var ended = End(order, now);
        return OrderMachine.Conclude(
            order,
            order.Status == OrderStatus.Submitting ? ended with { NextAction = new ScheduledAction(ActionKind.Submit, dueAt, tries + 1) } : ended,
            now
        );
    }

    /// <summary>It may or may not have happened.</summary>
    /// <param name="pollAt">When to ask; null if the provider cannot be asked and an operator has to find out.</param>
    public static Transition MarkUnknown(Order order, string attemptId, string reason, DateTimeOffset? pollAt, DateTimeOffset now)
    {
        if (!IsSending(order, attemptId))
            return Same(order);
        var ended = End(order, now);
        ended = ended with { SubmissionAttempt = ended.SubmissionAttempt! with { Unknown = reason } };
        if (order.Status != OrderStatus.Submitting)
            return OrderMachine.Conclude(order, ended, now);
        return pollAt is null
            ? Review(ended, now)
            : OrderMachine.Conclude(order, ended with { NextAction = new ScheduledAction(ActionKind.Poll, pollAt.Value) }, now);
    }

    private static bool IsSending(Order order, string attemptId) =>
        order.SubmissionAttempt is { EndedAt: null } attempt && attempt.AttemptId == attemptId;

    internal static bool IsOpen(Order order) => order.Status is OrderStatus.Submitting or OrderStatus.Submitted or OrderStatus.Processing;

    private static Order End(Order order, DateTimeOffset now) => order with { SubmissionAttempt = order.SubmissionAttempt! with { EndedAt = now } };

    internal static Transition Review(Order order, string reason, DateTimeOffset now) =>
        Review(order with { SubmissionAttempt = order.SubmissionAttempt! with { Unknown = reason } }, now);

    internal static Transition Review(Order order, DateTimeOffset now) =>
        Apply(
            order,
            new Notice
            {
                Kind = order.Kind,
                Status = NoticeStatus.Pending,
                OrderId = order.Id,
                Doubt = ReviewReason.OutcomeUnknown,
            },
            now
        );

    // Our own final outcome is remembered like a provider's, so that a different one from the provider is detected later.
    internal static Transition Say(Order order, NoticeStatus status, Failure failure, DateTimeOffset now) =>
        Apply(
            order,
            new Notice
            {
                Kind = order.Kind,
                Status = status,
                OrderId = order.Id,
                Failure = failure,
            },
            now
        );

    /// <summary>Our own statement, which does not prove that the provider has the order.</summary>
    internal static Transition Apply(Order order, Notice ours, DateTimeOffset now)
    {
        var transition = OrderMachine.Apply(order, ours, now);
        var known = order.KnownToProvider || order.Status is OrderStatus.Submitted or OrderStatus.Processing;
        return transition with { Order = transition.Order with { KnownToProvider = known } };
    }

    internal static Transition Same(Order order) => new(order, null);
}
