using PaymentHub.Listings;
using PaymentHub.Operations;
using PaymentHub.Orders;

namespace PaymentHub.Functions.Responses;

/// <summary>An order with everything that happened to it, as operators see it: with their names, and without secrets.</summary>
internal sealed record OrderHistoryBody(
    string Merchant,
    IReadOnlyList<string> Reasons,
    bool Resubmittable,
    OperationBody.AwaitedBody? AwaitingSecondOperator,
    Order Order,
    IReadOnlyList<OrderHistoryBody.DecisionBody> Decisions,
    bool Complete,
    IReadOnlyList<TimelineResult.Entry> Timeline,
    IReadOnlyList<OrderHistoryBody.DeliveryBody> Deliveries,
    IReadOnlyList<OperationBody.CallbackBody> Callbacks
)
{
    /// <param name="now">When it is looked at: what awaits a second operator is void after a while.</param>
    public static OrderHistoryBody Of(OrderWithHistory history, DateTimeOffset now)
    {
        var (timeline, review) = (history.Timeline, OperationBody.Review(history.Timeline.Order, now));
        return new(
            review.Merchant,
            review.Reasons,
            review.Resubmittable,
            review.AwaitingSecondOperator,
            timeline.Order,
            [.. Decided(timeline.Order).Concat(Done(timeline)).OrderBy(decision => decision.At)],
            timeline.Complete && history.AllCallbacks,
            [.. timeline.Entries.Select(TimelineResult.OfForOperators)],
            [.. timeline.Deliveries.Select(Delivered)],
            [.. history.Callbacks.Select(OperationBody.Quarantined)]
        );
    }

    private static IEnumerable<DecisionBody> Decided(Order order)
    {
        if (order.Decision is { } decision)
            yield return new(decision.Approved ? "approved" : "rejected", null, null, decision.By, null, null, null, decision.At);
        if (order.Entry is { } entry)
            yield return new("entered", entry.Amount, null, entry.By, entry.Evidence, null, null, entry.At);
        foreach (var resolution in order.Resolutions ?? [])
        {
            yield return new(
                SnakeCaseEnum.Of(resolution.Outcome),
                resolution.Amount,
                resolution.Version,
                resolution.By,
                resolution.Note,
                resolution.RequestedBy,
                resolution.RequestNote,
                resolution.At
            );
        }

        foreach (var reopening in order.Reopenings ?? [])
            yield return new("reopened", null, reopening.Version, reopening.By, reopening.Note, null, null, reopening.At);
    }

    private static IEnumerable<DecisionBody> Done(Timeline timeline) =>
        from done in timeline.Entries.OfType<TimelineEntry.Done>()
        where done.IsDeed
        select new DecisionBody(done.What, null, null, done.Operator, done.Note, null, null, done.At) { About = done.About };

    private static DeliveryBody Delivered(Delivery delivery) =>
        new(
            delivery.Endpoint,
            delivery.Suspended,
            delivery.SuspendedSince,
            delivery.DueAt,
            delivery.IsDeadLetter,
            [.. delivery.Owed.Select(one => one.Version)],
            [.. delivery.Failed]
        );

    internal sealed record DecisionBody(
        string Outcome,
        decimal? Amount,
        int? Version,
        string? By,
        string? Note,
        string? RequestedBy,
        string? RequestNote,
        DateTimeOffset At
    )
    {
        public string? About { get; init; }
    }

    internal sealed record DeliveryBody(
        string Endpoint,
        SuspensionReason? Suspended,
        DateTimeOffset? SuspendedSince,
        DateTimeOffset? NextAttemptAt,
        bool DeadLetter,
        IReadOnlyList<int> Owed,
        IReadOnlyList<int> Failed
    );
}
