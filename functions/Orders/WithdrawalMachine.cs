namespace PaymentHub.Orders;

/// <summary>
/// The hub's own steps of a withdrawal, pure like <see cref="OrderMachine"/>. Every step names the state that it was decided on (the
/// try, or the work), and leaves an order alone that has moved on from there: so a step whose write came back to it is not made twice.
/// <para>
/// Who may send is decided by one value: only work of the kind <see cref="WorkKind.Submit"/> allows it, <see cref="Intend"/> turns it
/// into <see cref="WorkKind.Ask"/>, and there are three ways back: the provider has said that it did not take it now, it has had no
/// such order over a long time (where the account allows that), or an operator says so.
/// </para>
/// </summary>
public static class WithdrawalMachine
{
    /// <summary>So often is a withdrawal sent before a provider that keeps having no such order is a person's business.</summary>
    public const int MostSends = 5;

    /// <summary>So long may asking come to nothing, where a provider out of reach or late with its own books is the likelier cause.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromDays(1);

    /// <summary>The code of the failure when an approver said no.</summary>
    public const string NotApproved = "not_approved";

    /// <summary>The code of the failure when nobody approved or rejected it in time.</summary>
    public const string ApprovalExpired = "approval_expired";

    /// <summary>The code of the failure when a limit does not allow it.</summary>
    public const string LimitExceeded = "limit_exceeded";

    /// <summary>An approver's word. Only an order that awaits approval takes it.</summary>
    public static Transition Decide(Order order, Decision decision, DateTimeOffset now)
    {
        if (order.Status != OrderStatus.AwaitingApproval || order.Decision is not null)
            return Same(order);
        if (order.Work is { What: WorkKind.Expire } expiry && expiry.DueAt <= now)
            return Expire(order, expiry, now);
        var decided = order with { Decision = decision };
        return decision.Approved
            ? OrderMachine.Conclude(order, decided with { Status = OrderStatus.Created, Work = new Work(WorkKind.Submit, now) }, now)
            : Say(decided, NoticeStatus.Rejected, new Failure(NotApproved, "It was not approved."), now);
    }

    /// <summary>Nobody has approved or rejected it in time.</summary>
    public static Transition Expire(Order order, Work work, DateTimeOffset now) =>
        order.Work != work ? Same(order)
        : order.Status == OrderStatus.AwaitingApproval
            ? Say(order, NoticeStatus.Rejected, new Failure(ApprovalExpired, "Nobody approved it in time."), now)
        : OrderMachine.Conclude(order, order with { Work = null }, now);

    /// <summary>
    /// The account's rules, as they are when it is to be sent, do not allow it. What was never sent is rejected; of what was, nobody
    /// knows what became of it, so that a person has to look.
    /// </summary>
    public static Transition Refuse(Order order, Work work, Failure failure, DateTimeOffset now) =>
        order.Work != work ? Same(order)
        : order.Status == OrderStatus.Created ? Say(order, NoticeStatus.Rejected, failure, now)
        : order is { Status: OrderStatus.Submitting, Sending: { } sending } ? Review(order with { Sending = sending with { Unknown = $"not sent again: {failure.Code}" } }, now)
        : Same(order);

    /// <summary>Whether this work allows to send the order.</summary>
    public static bool MaySend(Order order, Work work) =>
        work.What == WorkKind.Submit && order.Work == work
        && (order.Status == OrderStatus.Created || order is { Status: OrderStatus.Submitting, KnownToProvider: false });

    /// <summary>The intent to send: whoever writes this may send until then, and the order is asked about from then on.</summary>
    public static Order Intend(Order order, string tryId, DateTimeOffset now, DateTimeOffset until) => order with
    {
        Status = OrderStatus.Submitting,
        StatusSince = order.Status == OrderStatus.Submitting ? order.StatusSince : now,
        FirstSentAt = order.FirstSentAt ?? now,
        Sending = new Sending { TryId = tryId, Number = (order.Sending?.Number ?? 0) + 1, Since = now, Until = until },
        Work = new Work(WorkKind.Ask, until),
        UpdatedAt = now,
    };

    /// <summary>The provider has taken it.</summary>
    /// <param name="nextAt">When to ask how it stands; where nobody can be asked, when a person has to.</param>
    public static Transition Accept(Order order, string tryId, string? providerOrderId, DateTimeOffset nextAt, DateTimeOffset now)
    {
        // It is true whoever sends by now, and whatever has become of the order since: nobody may send it again.
        var known = order with { KnownToProvider = true, ProviderOrderId = order.ProviderOrderId ?? providerOrderId };
        if (!IsSending(order, tryId))
            return OrderMachine.Conclude(order, known, now);
        var ended = End(known, now);
        var submitted = order.Status == OrderStatus.Submitting ? ended with { Status = OrderStatus.Submitted } : ended;
        return OrderMachine.Conclude(order, IsOpen(order) ? submitted with { Work = new Work(WorkKind.Ask, nextAt) } : submitted, now);
    }

    /// <summary>The provider has certainly not taken it, and will not. Only the first send can be refused with certainty.</summary>
    public static Transition Fail(Order order, string tryId, Failure failure, DateTimeOffset now) =>
        IsSending(order, tryId) && CanBeRefused(order) ? Say(End(order, now), NoticeStatus.Failed, failure, now) : Same(order);

    /// <summary>Whether a refusal proves that nothing happened: on the first send, while the provider has not shown to have it.</summary>
    public static bool CanBeRefused(Order order) =>
        order is { Sending.Number: 1, KnownToProvider: false } && (order.Status == OrderStatus.Submitting || order.ReviewReason == ReviewReason.OutcomeUnknown);

    /// <summary>The provider has certainly not taken it now: it may be sent again, under a new intent.</summary>
    public static Transition HoldBack(Order order, string tryId, int tries, DateTimeOffset dueAt, DateTimeOffset now)
    {
        if (!IsSending(order, tryId))
            return Same(order);
        var ended = End(order, now);
        return OrderMachine.Conclude(
            order, order.Status == OrderStatus.Submitting ? ended with { Work = new Work(WorkKind.Submit, dueAt, tries + 1) } : ended, now);
    }

    /// <summary>It may or may not have happened.</summary>
    /// <param name="askAt">When to ask; null when there is nobody to ask, and a person has to find out.</param>
    public static Transition Wonder(Order order, string tryId, string reason, DateTimeOffset? askAt, DateTimeOffset now)
    {
        if (!IsSending(order, tryId))
            return Same(order);
        var ended = End(order, now);
        ended = ended with { Sending = ended.Sending! with { Unknown = reason } };
        if (order.Status != OrderStatus.Submitting)
            return OrderMachine.Conclude(order, ended, now);
        return askAt is null
            ? Review(ended, now)
            : OrderMachine.Conclude(order, ended with { Work = new Work(WorkKind.Ask, askAt.Value) }, now);
    }

    /// <summary>The provider has said how it stands.</summary>
    public static Transition Hear(Order order, Work work, Notice answer, DateTimeOffset askAt, DateTimeOffset now) =>
        order.Work != work ? Same(order)
        : OrderMachine.Apply(
            order with { Work = new Work(WorkKind.Ask, askAt, work.Tries + 1), Sending = order.Sending is { } sending ? sending with { SilentSince = null } : null }, answer, now);

    /// <summary>The provider has no such order.</summary>
    /// <param name="quiet">How long after the last moment of sending a slow request may still arrive.</param>
    /// <param name="resubmit">Whether the account sends again what the provider does not have.</param>
    public static Transition Miss(Order order, Work work, TimeSpan quiet, bool resubmit, DateTimeOffset askAt, DateTimeOffset now)
    {
        if (order.Work != work)
            return Same(order);
        // What was accepted once does not vanish because a query has not caught up; but that does not take a day.
        if (order is not { Status: OrderStatus.Submitting, Sending: { } sending })
            return Wait(order, work, LongestSilence, askAt, now) ?? Review(order, "the provider has no such order", now);

        var missed = order with { Sending = sending with { Absences = sending.Absences + 1 } };
        if (missed.Sending.Absences < 2 || now < sending.LastPossible + quiet)
            return OrderMachine.Conclude(order, missed with { Work = work.Later(askAt) }, now);
        return resubmit && sending.Number < MostSends && !order.KnownToProvider
            ? OrderMachine.Conclude(order, missed with { Work = new Work(WorkKind.Submit, now) }, now)
            : Review(missed, now);
    }

    /// <summary>
    /// Asking came to nothing: no answer, or one that says nothing about the order. That proves nothing, and can go on for ever; in the
    /// end a person has to look. Nothing is ever sent because of it.
    /// </summary>
    /// <param name="refused">Whether the provider answered, and said no. Where its code for "no such order" is not known, that is how it says so.</param>
    /// <param name="quiet">How long after the last moment of sending a slow request may still arrive.</param>
    /// <param name="overdueAfter">How long a provider that has accepted it may not answer before a person is told; it is asked all the same.</param>
    public static Transition LearnNothing(
        Order order, Work work, string reason, bool refused, TimeSpan quiet, TimeSpan overdueAfter, DateTimeOffset askAt, DateTimeOffset now) =>
        order switch
        {
            _ when order.Work != work => Same(order),
            { Status: OrderStatus.Submitting } =>
                Wait(order, work, refused ? quiet : LongestSilence, askAt, now) ?? Review(order, reason, now),
            { Status: OrderStatus.Submitted or OrderStatus.Processing } when refused =>
                Wait(order, work, LongestSilence, askAt, now) ?? Review(order, reason, now),
            { Status: OrderStatus.Submitted or OrderStatus.Processing } =>
                Wait(order, work, overdueAfter, askAt, now) ?? OrderMachine.Overdue(order with { Work = work.Later(askAt) }, now),
            _ => PutOff(order, work, askAt, now),
        };

    /// <summary>
    /// Nobody can be asked how it stands. What is being sent, or was by a sender that died, is of unknown outcome; what was accepted has
    /// time until it is overdue.
    /// </summary>
    public static Transition GiveUpAsking(Order order, Work work, TimeSpan overdueAfter, DateTimeOffset now)
    {
        if (order.Work != work)
            return Same(order);
        if (order.Status == OrderStatus.Submitting)
            return Review(order, now);
        var deadline = (order.Sending?.LastPossible ?? order.CreatedAt) + overdueAfter;
        return now < deadline
            ? OrderMachine.Conclude(order, order with { Work = new Work(WorkKind.Ask, deadline, work.Tries + 1) }, now)
            : OrderMachine.Overdue(order with { Work = null }, now);
    }

    /// <summary>The work could not be done now.</summary>
    public static Transition PutOff(Order order, Work work, DateTimeOffset dueAt, DateTimeOffset now) =>
        order.Work == work ? OrderMachine.Conclude(order, order with { Work = work.Later(dueAt) }, now) : Same(order);

    /// <summary>The work is done, or has become pointless.</summary>
    public static Transition Done(Order order, Work work, DateTimeOffset now) =>
        order.Work == work ? OrderMachine.Conclude(order, order with { Work = null }, now) : Same(order);

    /// <summary>Puts the work off; null when that has gone on for too long: then a person has to look.</summary>
    private static Transition? Wait(Order order, Work work, TimeSpan patience, DateTimeOffset askAt, DateTimeOffset now)
    {
        if (order.Sending is not { } sending)
            return PutOff(order, work, askAt, now);
        // Counted from the first of them, not from the send: the first after a long break decides nothing.
        var since = sending.SilentSince ?? now;
        return now < since + patience || now < sending.LastPossible + patience
            ? OrderMachine.Conclude(order, order with { Work = work.Later(askAt), Sending = sending with { SilentSince = since } }, now)
            : null;
    }

    private static bool IsSending(Order order, string tryId) => order.Sending is { EndedAt: null } sending && sending.TryId == tryId;

    private static bool IsOpen(Order order) => order.Status is OrderStatus.Submitting or OrderStatus.Submitted or OrderStatus.Processing;

    private static Order End(Order order, DateTimeOffset now) => order with { Sending = order.Sending! with { EndedAt = now } };

    private static Transition Review(Order order, string reason, DateTimeOffset now) =>
        Review(order with { Sending = order.Sending! with { Unknown = reason } }, now);

    private static Transition Review(Order order, DateTimeOffset now) =>
        Apply(order, new Notice { Kind = order.Kind, Status = NoticeStatus.Pending, OrderId = order.Id, Doubt = ReviewReason.OutcomeUnknown }, now);

    // Our own final word is remembered like a provider's, so that a provider's later one that differs is found out.
    private static Transition Say(Order order, NoticeStatus status, Failure failure, DateTimeOffset now) =>
        Apply(order, new Notice { Kind = order.Kind, Status = status, OrderId = order.Id, Failure = failure }, now);

    /// <summary>A word of our own, which is no sign that the provider has the order; that it was accepted is one.</summary>
    private static Transition Apply(Order order, Notice ours, DateTimeOffset now)
    {
        var transition = OrderMachine.Apply(order, ours, now);
        var known = order.KnownToProvider || order.Status is OrderStatus.Submitted or OrderStatus.Processing;
        return transition with { Order = transition.Order with { KnownToProvider = known } };
    }

    private static Transition Same(Order order) => new(order, null);
}
