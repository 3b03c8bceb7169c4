using System.Diagnostics;

namespace PaymentHub.Orders;

/// <summary>
/// The state machine: <c>(order, notice) → (order, event?)</c>, pure, without a clock of its own.
/// <para>
/// The status is a function of the <em>set</em> of notices, not of their sequence: every notice only ever adds to what the order remembers (reasons
/// for review, final outcomes, how far it has come), and the status is derived from that memory. So a repeated notice changes nothing, and any order
/// of arrival ends in the same status and reason.
/// </para>
/// </summary>
public static class OrderMachine
{
    /// <summary>The reasons for review that only mean "not known yet": a verified final notice that matches everything else settles them.</summary>
    internal const ReviewReason Weak = ReviewReason.OutcomeUnknown | ReviewReason.Unconfirmed | ReviewReason.Overdue;

    /// <summary>Applies a notice to an order.</summary>
    /// <param name="now">The time of the change; only stamped, never compared.</param>
    public static Transition Apply(Order order, Notice notice, DateTimeOffset now)
    {
        Debug.Assert(order.Kind == notice.Kind, "A notice is about an order of its own kind.");

        notice = TransferLog.WithoutDust(order, notice);
        var known = Remember(order, notice) with { KnownToProvider = order.KnownToProvider || order.Kind == OrderKind.Withdrawal };
        return Conclude(order, known with { Status = StatusOf(known, notice.Status) }, now);
    }

    /// <summary>A new order of a merchant, with the event for its first status, if that one has an event.</summary>
    internal static Transition Begin(Order start) =>
        IsTold(start.Status) ? new Transition(start with { Version = 1 }, EventType(start)) : new Transition(start, null);

    /// <summary>
    /// Completes a change that does not come from a provider: the event that it causes, and the next action. Equal orders before and after mean no
    /// change.
    /// </summary>
    internal static Transition Conclude(Order before, Order after, DateTimeOffset now)
    {
        var next = after with { NextAction = ActionAfter(before, after, now) };
        return next == before ? new Transition(before, null) : WithEvent(before, next, now);
    }

    /// <summary>Adds a notice to the order's memory. The first value is kept, so that a later, different one is noticed.</summary>
    private static Order Remember(Order order, Notice notice)
    {
        var part = Larger(order.ReceivedInPart, notice is { InPart: true, Amount: > 0 } ? notice.Amount : null);
        var transfers = TransferLog.With(order, notice.Transfer);
        var final = notice.IsFinal
            ? FinalOutcome.With(order, order.FinalOutcome, notice.Status, Paid(notice.Amount), notice.TransactionId)
            : order.FinalOutcome;
        var claimed = notice.Claimed is { } claim
            ? FinalOutcome.With(order, order.Claimed, claim, notice.Amount, transactionId: null)
            : order.Claimed;

        // For an order that an operator has decided on, only new information counts.
        var contradicted =
            (notice.IsFinal && final!.Disputed)
            || ((order.Resolved is null || transfers != order.Transfers) && TransferLog.IsLeftOut(order.Request, final, part, transfers));
        var denied = (order.Resolved is null || claimed != order.Claimed) && AreAtOdds(order, claimed, final);
        return order with
        {
            Reasons =
                order.Reasons
                | NoticeMismatches.Of(order, notice)
                | (contradicted ? ReviewReason.ConflictingStatus : ReviewReason.None)
                | (denied ? ReviewReason.ProviderDisagrees : ReviewReason.None),
            FinalOutcome = final,
            Claimed = claimed,
            Transfers = transfers,
            TimeIsOver = order.TimeIsOver || notice.Status == NoticeStatus.Expired,
            SeenInTime = order.SeenInTime || (order is { TimeIsOver: false, FinalOutcome: null } && notice.Status == NoticeStatus.Pending),
            // A payment that was seen in time never expired: it is not late if its confirmation, or the last part of it, took longer.
            Late = order.Late || (order is { TimeIsOver: true, SeenInTime: false, FinalOutcome: null } && notice.Status == NoticeStatus.Completed),
            Amount = final?.Amount ?? Larger(order.Amount, notice.Amount),
            ReceivedInPart = part,
            Currency = order.Currency ?? notice.Currency,
            Network = order.Network ?? notice.Network,
            Address = order.Address ?? notice.Address,
            FromAddress = order.FromAddress ?? notice.FromAddress,
            CustomerId = order.CustomerId ?? notice.CustomerId,
            TransactionId = final?.TransactionId ?? order.TransactionId ?? notice.TransactionId,
            ProviderOrderId = order.ProviderOrderId ?? notice.ProviderOrderId,
            Failure = order.Failure ?? notice.Failure,
        };
    }

    /// <summary>Whether an amount completes what was asked for.</summary>
    internal static bool IsRight(OrderRequest request, decimal? received) => received is { } amount && request.Rule.Takes(amount, request.Amount);

    /// <summary>Whether signed callbacks and the provider's own answers contradict each other, whichever came first.</summary>
    private static bool AreAtOdds(Order order, FinalOutcome? claimed, FinalOutcome? final) =>
        claimed is not null && (claimed.Disputed || (final is not null && (final.Disputed || !claimed.Agrees(order, final))));

    private static OrderStatus StatusOf(Order order, NoticeStatus said)
    {
        // Only "not known yet" can be settled by a later notice; every other reason waits for an operator.
        var open = order.OpenReasons;
        if ((open & ~Weak) != ReviewReason.None)
            return OrderStatus.NeedsReview;
        if (order.Resolved is { } resolved)
            return resolved;
        if (order.FinalOutcome is { } final)
        {
            return final.Status switch
            {
                NoticeStatus.Completed => OrderStatus.Completed,
                NoticeStatus.Failed => OrderStatus.Failed,
                NoticeStatus.Rejected => OrderStatus.Rejected,
                NoticeStatus.Pending or NoticeStatus.Expired or NoticeStatus.Awaiting => throw new UnreachableException(
                    "Nothing is over by that word."
                ),
            };
        }

        if (open != ReviewReason.None)
            return OrderStatus.NeedsReview;

        var reached = said switch
        {
            NoticeStatus.Pending => order.Kind == OrderKind.Deposit ? OrderStatus.Pending : OrderStatus.Processing,
            NoticeStatus.Expired => OrderStatus.Expired,
            _ => order.Status,
        };
        return Rank(reached) > Rank(order.Status) ? reached : order.Status;
    }

    /// <summary>How far an order has come while nothing final is known. A status is only left for a higher one.</summary>
    private static int Rank(OrderStatus status) =>
        status switch
        {
            OrderStatus.AwaitingPayment or OrderStatus.Created => 0,
            OrderStatus.AwaitingApproval => 1,
            OrderStatus.Submitting => 2,
            OrderStatus.Submitted => 3,
            // A payment that was seen keeps the order open, whether its time ran out before or after.
            OrderStatus.Expired => 4,
            OrderStatus.Pending or OrderStatus.Processing => 5,
            _ => 6,
        };

    /// <summary>Whether an order is in review only because there was no news for too long: asking may continue.</summary>
    internal static bool IsOverdue(Order order) => order is { Status: OrderStatus.NeedsReview, OpenReasons: ReviewReason.Overdue };

    /// <summary>There was no news about the order for too long: an operator has to look at it, until there is news.</summary>
    internal static Transition Overdue(Order order, DateTimeOffset now) =>
        Apply(
            order,
            new Notice
            {
                Kind = order.Kind,
                Status = NoticeStatus.Awaiting,
                OrderId = order.Id,
                Doubt = ReviewReason.Overdue,
            },
            now
        );

    /// <summary>
    /// An order that is final, or waits for an operator, needs no further action, except correcting what it uses of the day's limit. One that is
    /// under way always has an action: without it, nobody would look after the order.
    /// </summary>
    private static ScheduledAction? ActionAfter(Order before, Order after, DateTimeOffset now)
    {
        if (after is { Status: OrderStatus.Pending or OrderStatus.Submitting or OrderStatus.Submitted or OrderStatus.Processing, NextAction: null })
            return new ScheduledAction(ActionKind.Poll, now);
        if (after.Status == before.Status)
            return after.NextAction;
        return after.Status switch
        {
            // Whether it has a reservation is looked up later: a sender may have taken it and died before it wrote anything here. Nobody takes one
            // while the order awaits approval.
            OrderStatus.Failed
            or OrderStatus.Rejected
                when after is { Kind: OrderKind.Withdrawal, Request: not null } && before.Status != OrderStatus.AwaitingApproval =>
                new ScheduledAction(ActionKind.Release, now),
            // It may have been final before and have released its reservation.
            OrderStatus.Completed when after is { Kind: OrderKind.Withdrawal, Request: not null, Resolved: OrderStatus.Completed } =>
                new ScheduledAction(ActionKind.Release, now),
            OrderStatus.NeedsReview when IsOverdue(after) => after.NextAction,
            OrderStatus.Completed or OrderStatus.Failed or OrderStatus.Rejected or OrderStatus.NeedsReview => null,
            _ => after.NextAction,
        };
    }

    private static Transition WithEvent(Order before, Order after, DateTimeOffset now)
    {
        var stamped = after with { UpdatedAt = now, StatusSince = after.Status == before.Status ? after.StatusSince : now };
        if ((after.Status == before.Status && after.ReviewReason == before.ReviewReason) || !IsTold(after.Status))
            return new Transition(stamped, null);

        stamped = stamped with
        {
            Version = before.Version + 1,
            CompletedAt = after.Status == OrderStatus.Completed ? before.CompletedAt ?? now : before.CompletedAt,
        };
        return new Transition(stamped, EventType(after));
    }

    private static string EventType(Order order) => $"{SnakeCaseEnum.Of(order.Kind)}.{SnakeCaseEnum.Of(order.Status)}";

    /// <summary>Whether the status causes an event: not if it only says what we are about to do.</summary>
    private static bool IsTold(OrderStatus status) => status is not (OrderStatus.AwaitingPayment or OrderStatus.Created or OrderStatus.Submitting);

    /// <summary>The amount, if it is one: zero is not a payment, and does not say how much arrived.</summary>
    internal static decimal? Paid(decimal? said) => said is 0 ? null : said;

    // What was received in part only grows: the larger amount is the later one, whichever notice arrived first.
    internal static decimal? Larger(decimal? known, decimal? said) => known is { } a && said is { } b ? Math.Max(a, b) : known ?? said;
}

/// <summary>The result of applying a notice.</summary>
/// <param name="Order">The order afterwards; equal to the one before when nothing changed.</param>
/// <param name="EventType">The event for the merchant, for example deposit.completed; null if there is none.</param>
public sealed record Transition(Order Order, string? EventType);
