namespace PaymentHub.Orders;

/// <summary>An operator's step out of a review, pure like <see cref="OrderMachine"/>.</summary>
public static class ReviewMachine
{
    /// <summary>The code of the failure when an operator resolved an order as failed that no provider had called failed.</summary>
    public const string FailedByOperator = "resolved_by_operator";

    /// <summary>How often one order can be reopened: each time adds notes to it, and a row has a maximum size.</summary>
    public const int MaxReopenings = 5;

    /// <summary>
    /// Whether an order can be sent again: a withdrawal of unknown outcome that was sent before (so that it was approved and has its reservation of
    /// the limit), that the provider has never shown to have, and that nothing else speaks against.
    /// </summary>
    public static bool CanBeResubmitted(Order order) =>
        order is { Kind: OrderKind.Withdrawal, Request: not null, FinalOutcome: null, SubmissionAttempt: not null, KnownToProvider: false }
        && order.Status == OrderStatus.NeedsReview
        && order.OpenReasons == ReviewReason.OutcomeUnknown;

    /// <summary>Resolves a review. An order that is not in review, or has another version, is not changed.</summary>
    /// <param name="needsSecond">Whether another operator must have proposed the same: without such a proposal, the order is not changed.</param>
    public static Transition Resolve(Order order, Resolution resolution, bool needsSecond, DateTimeOffset now)
    {
        var proposal = Proposal.Open(order, now);
        if (needsSecond && proposal?.IsConfirmedBy(resolution) != true)
            return new Transition(order, null);
        if (proposal is not null && proposal.Outcome != resolution.Outcome)
            return new Transition(order, null);
        if (
            order.Status != OrderStatus.NeedsReview
            || order.Version != resolution.Version
            || (resolution.Outcome == ResolutionOutcome.Resubmit && !CanBeResubmitted(order))
        )
        {
            return new Transition(order, null);
        }

        var complete = resolution with { Amount = resolution.Amount ?? proposal?.Amount };
        if (needsSecond)
            complete = complete with { RequestedBy = proposal!.By, RequestNote = proposal.Note };
        var kept = order with { Resolutions = [.. order.Resolutions ?? [], complete], Proposal = null };
        return OrderMachine.Conclude(
            order,
            resolution.Outcome switch
            {
                ResolutionOutcome.Completed => WithAmount(Settle(kept, OrderStatus.Completed, NoticeStatus.Completed), complete.Amount),
                ResolutionOutcome.Failed => Settle(
                    kept with
                    {
                        Failure = order.Failure ?? new Failure(FailedByOperator, ""),
                    },
                    OrderStatus.Failed,
                    NoticeStatus.Failed
                ),
                // The doubt is removed, not settled: the next send may end as uncertain as the last one.
                ResolutionOutcome.Resubmit => kept with
                {
                    Reasons = order.Reasons & ~ReviewReason.OutcomeUnknown,
                    Status = OrderStatus.Submitting,
                    NextAction = new ScheduledAction(ActionKind.Submit, now),
                },
            },
            now
        );
    }

    /// <summary>Why an order cannot be reopened as it is now; null when it can.</summary>
    public static string? WhyNotReopened(Order order) =>
        order switch
        {
            { Status: OrderStatus.NeedsReview } => "It is in review already; resolve it.",
            { Status: OrderStatus.AwaitingPayment } => "No payment is known, and its provider is still being asked.",
            { Status: OrderStatus.Created or OrderStatus.AwaitingApproval } => "It has not been sent yet, so there is nothing to look into.",
            // The sender may still write its result. Nobody decides about an order while it is unclear whether it was sent.
            { Status: OrderStatus.Submitting } =>
                "A request to its provider may be on its way. Its result has to be known first; if it stays unknown, the order goes to review by itself.",
            { Reopenings.Count: >= MaxReopenings } => $"It has been reopened {MaxReopenings} times, which is the maximum.",
            _ => null,
        };

    /// <summary>Puts an order that is final, or under way at its provider, into review. Later notices then wait for an operator, too.</summary>
    public static Transition Reopen(Order order, Reopening reopening, DateTimeOffset now) =>
        order.Version != reopening.Version || WhyNotReopened(order) is not null
            ? new Transition(order, null)
            : OrderMachine.Conclude(
                order,
                order with
                {
                    Status = OrderStatus.NeedsReview,
                    Reasons = order.Reasons | ReviewReason.Reopened,
                    ResolvedReasons = order.ResolvedReasons & ~ReviewReason.Reopened,
                    Reopenings = [.. order.Reopenings ?? [], reopening],
                    Proposal = null,
                },
                now
            );

    // The reasons against it stay recorded, so that repeating them changes nothing; only something new puts it into review again.
    private static Order Settle(Order order, OrderStatus status, NoticeStatus word) =>
        order with
        {
            Status = status,
            Resolved = status,
            ResolvedReasons = order.Reasons,
            FinalOutcome = order.FinalOutcome ?? new FinalOutcome { Status = word },
        };

    /// <summary>With the amount that is reported: the provider's, if it has said one in the end. Later notices are compared with it.</summary>
    private static Order WithAmount(Order order, decimal? said)
    {
        var amount = OrderMachine.Paid(order.FinalOutcome!.Amount) ?? OrderMachine.Paid(said) ?? OrderMachine.Paid(order.Amount);
        return order with
        {
            Amount = amount,
            FinalOutcome = order.FinalOutcome.Status == NoticeStatus.Completed ? order.FinalOutcome with { Amount = amount } : order.FinalOutcome,
        };
    }
}

/// <summary>An operator's decision on a review. Kept with the order forever.</summary>
/// <param name="Outcome">What was decided.</param>
/// <param name="Version">The order's version that it was decided on.</param>
/// <param name="Note">Why, in the operator's words; hidden from the merchant.</param>
/// <param name="At">When.</param>
public sealed record Resolution(ResolutionOutcome Outcome, int Version, string Note, DateTimeOffset At)
{
    /// <summary>Who decided; null for a decision from before operators had names.</summary>
    public string? By { get; init; }

    /// <summary>The operator who proposed it, if two were needed; otherwise null.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>What that operator had noted.</summary>
    public string? RequestNote { get; init; }

    /// <summary>The amount that an operator gave on completion; null if the known amount was kept.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Whether it is the same decision about the same state, by the same operator or one of the two, at any time.</summary>
    public bool Says(Resolution other) =>
        (Outcome, Version) == (other.Outcome, other.Version)
        && (other.Amount is null || Amount == other.Amount)
        && ((Note, By) == (other.Note, other.By) || (RequestedBy is not null && (RequestNote, RequestedBy) == (other.Note, other.By)));
}

/// <summary>An operator's decision to look at an order again. Kept with the order forever.</summary>
/// <param name="Version">The order's version that it was said of.</param>
/// <param name="By">Who decided.</param>
/// <param name="Note">Why, in the operator's words; hidden from the merchant.</param>
/// <param name="At">When.</param>
public sealed record Reopening(int Version, string By, string Note, DateTimeOffset At)
{
    /// <summary>Whether it is the same decision by the same operator about the same state, at any time.</summary>
    public bool Says(Reopening other) => (Version, By, Note) == (other.Version, other.By, other.Note);
}

/// <summary>How an operator resolves a review.</summary>
public enum ResolutionOutcome
{
    /// <summary>The money has moved.</summary>
    Completed,

    /// <summary>It has not, and will not.</summary>
    Failed,

    /// <summary>A withdrawal of unknown outcome has not happened and is to be sent again, with the same id.</summary>
    Resubmit,
}
