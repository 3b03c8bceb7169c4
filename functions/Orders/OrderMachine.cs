using System.Diagnostics;

namespace PaymentHub.Orders;

/// <summary>
/// The state machine: <c>(order, notice) → (order, event?)</c>, pure, without a clock of its own.
/// <para>
/// The status is a function of the <em>set</em> of notices, not of their sequence: every notice only ever adds to what the
/// order remembers (reasons for review, final words, how far it has come), and the status is read off that memory. So a
/// notice that comes twice changes nothing, and any order of arrival ends in the same status and reason.
/// </para>
/// </summary>
public static class OrderMachine
{
    /// <summary>Applies a notice to an order.</summary>
    /// <param name="now">The time of the change; only stamped, never compared.</param>
    public static Transition Apply(Order order, Notice notice, DateTimeOffset now)
    {
        Debug.Assert(order.Kind == notice.Kind, "A notice is about an order of its own kind.");

        var known = Remember(order, notice);
        var next = known with { Status = StatusOf(known, notice.Status) };
        return next == order ? new Transition(order, null) : Announce(order, next, now);
    }

    /// <summary>
    /// Everything in a notice that does not fit: our address book, what was asked for (those values stand in the order from
    /// its start), and what earlier notices said.
    /// </summary>
    private static ReviewReason Mismatches(Order order, Notice notice)
    {
        var reasons = notice.Doubt | notice.Issuance switch
        {
            Issuance.IssuedToAnother => ReviewReason.AddressMismatch,
            Issuance.NeverIssued => ReviewReason.UnknownAddress,
            _ => ReviewReason.None,
        };
        // The amount is checked where it counts: a payment in progress may still grow, one that failed moved nothing. "Completed"
        // without an amount is no proof of the right one.
        if (notice.Status == NoticeStatus.Completed && order.Request is { } request && notice.Amount != request.Amount
            && !notice.Doubt.HasFlag(ReviewReason.AmountOutOfRange))
            reasons |= ReviewReason.AmountMismatch;
        if (Differs(notice.Currency, order.Currency, StringComparison.OrdinalIgnoreCase) || Differs(notice.Network, order.Network))
            reasons |= ReviewReason.CurrencyMismatch;
        if (Differs(notice.Address, order.Address) || Differs(notice.CustomerId, order.CustomerId))
            reasons |= ReviewReason.AddressMismatch;
        return notice.IsFinal ? reasons | Contradictions(order.Final, notice) : reasons;
    }

    /// <summary>Adds a notice to the order's memory. Every value is kept as it was first said, so that a later, different one shows.</summary>
    private static Order Remember(Order order, Notice notice)
    {
        var final = order.Final;
        if (notice.IsFinal)
            final = new FinalWord
            {
                Status = final?.Status ?? notice.Status,
                Amount = final?.Amount ?? (notice.Status == NoticeStatus.Completed ? notice.Amount : null),
                TransactionId = final?.TransactionId ?? notice.TransactionId,
            };

        return order with
        {
            Reasons = order.Reasons | Mismatches(order, notice),
            Final = final,
            TimeIsOver = order.TimeIsOver || notice.Status == NoticeStatus.Expired,
            Late = order.Late || (order.TimeIsOver && order.Final is null && notice.Status == NoticeStatus.Completed),
            Amount = final?.Amount ?? Larger(order.Amount, notice.Amount),
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

    private static ReviewReason Contradictions(FinalWord? said, Notice notice)
    {
        if (said is null)
            return ReviewReason.None;
        var contradicted = said.Status != notice.Status
            || (notice.Status == NoticeStatus.Completed && said.Amount is { } amount && notice.Amount is { } other && amount != other)
            || Differs(notice.TransactionId, said.TransactionId, StringComparison.OrdinalIgnoreCase);
        return contradicted ? ReviewReason.ConflictingStatus : ReviewReason.None;
    }

    private static OrderStatus StatusOf(Order order, NoticeStatus said)
    {
        // Only an unknown outcome can be settled by a later word; every other reason waits for a person.
        if ((order.Reasons & ~ReviewReason.OutcomeUnknown) != ReviewReason.None)
            return OrderStatus.NeedsReview;
        if (order.Final is { } final)
            return final.Status switch
            {
                NoticeStatus.Completed => OrderStatus.Completed,
                NoticeStatus.Failed => OrderStatus.Failed,
                NoticeStatus.Rejected => OrderStatus.Rejected,
                _ => throw new UnreachableException(),
            };
        if (order.Reasons != ReviewReason.None)
            return OrderStatus.NeedsReview;

        var reached = said switch
        {
            NoticeStatus.Pending => order.Kind == OrderKind.Deposit ? OrderStatus.Pending : OrderStatus.Processing,
            NoticeStatus.Expired => OrderStatus.Expired,
            _ => order.Status,
        };
        return Rank(reached) > Rank(order.Status) ? reached : order.Status;
    }

    /// <summary>How far an order has come while nothing final is known. A state is only ever left for a higher one.</summary>
    private static int Rank(OrderStatus status) => status switch
    {
        OrderStatus.AwaitingPayment or OrderStatus.Created => 0,
        OrderStatus.AwaitingApproval => 1,
        OrderStatus.Submitting => 2,
        OrderStatus.Submitted => 3,
        // A payment that was seen keeps the order alive, whether its time ran out before or after.
        OrderStatus.Expired => 4,
        OrderStatus.Pending or OrderStatus.Processing => 5,
        _ => 6,
    };

    private static Transition Announce(Order before, Order after, DateTimeOffset now)
    {
        var stamped = after with { UpdatedAt = now };
        if (after.Status == before.Status && after.ReviewReason == before.ReviewReason)
            return new Transition(stamped, null);

        stamped = stamped with
        {
            Version = before.Version + 1,
            CompletedAt = after.Status == OrderStatus.Completed ? before.CompletedAt ?? now : before.CompletedAt,
        };
        return new Transition(stamped, $"{Words.Of(after.Kind)}.{Words.Of(after.Status)}");
    }

    // What was received in part only grows: the larger amount is the later one, whichever notice arrived first.
    private static decimal? Larger(decimal? known, decimal? said) => known is { } a && said is { } b ? Math.Max(a, b) : known ?? said;

    private static bool Differs(string? said, string? expected, StringComparison comparison = StringComparison.Ordinal) =>
        said is not null && expected is not null && !string.Equals(said, expected, comparison);
}
