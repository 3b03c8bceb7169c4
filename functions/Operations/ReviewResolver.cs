using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Operations;

/// <summary>An operator's way out of a review. What was decided, on which version, why and when stays with the order.</summary>
public sealed partial class ReviewResolver(OrderUpdater updater, TimeProvider clock, ILogger<ReviewResolver> logger)
{
    private const int MaxNote = 1024;

    /// <summary>Resolves an order's review. Repeating it finds what it did the first time.</summary>
    public async Task<Result<Order>> ResolveAsync(Operator by, string id, ResolveRequest request, CancellationToken cancellationToken)
    {
        var check = new RequestCheck();
        if (!SnakeCaseEnum.TryParse<ResolutionOutcome>(request.Outcome, out var outcome))
            check.Add("outcome", "It must be completed, failed or resubmit.");
        if (request.Version is null)
            check.Add("version", "It is required: the order's version that you have looked at.");
        check.Text("note", request.Note, MaxNote);
        if (check.Problem is { } problem)
            return new Result<Order>.Failure(problem);
        if (!IsOrderId(id) || await updater.FindAsync(id, cancellationToken) is not { } snapshot)
            return new Result<Order>.Failure(Problem.NotFound("order"));

        var resolution = new Resolution(outcome, request.Version!.Value, request.Note!, clock.GetUtcNow()) { By = by.Name };
        if (!WasSaid(snapshot.Order, resolution) && Refuse(snapshot.Order, resolution) is { } refusal)
            return refusal;

        // An order leaves one version's review once: whoever's event stands there, the resolution that stands with it tells whose.
        var origin = new ChangeOrigin(FormattableString.Invariant($"resolve/{resolution.Version}"), IsRetry: true, Operator: by.Name);
        var result = await updater.StepAsync(snapshot, (order, now) => ReviewMachine.Resolve(order, resolution, now), origin, cancellationToken);
        if (!WasSaid(result.Order, resolution))
            return Refuse(result.Order, resolution) ?? Moved(result.Order);
        Log.Resolved(logger, by.Name, result.Order.Id, resolution.Outcome, resolution.Version);
        return new Result<Order>.Success(result.Order);
    }

    private static bool IsOrderId(string id) => OrderId.IsWellFormed(id, OrderKind.Deposit) || OrderId.IsWellFormed(id, OrderKind.Withdrawal);

    private static bool WasSaid(Order order, Resolution resolution) =>
        order.Resolutions?.Any(said => said.Says(resolution)) == true;

    private static Result<Order>.Failure? Refuse(Order order, Resolution resolution)
    {
        if (order.Version != resolution.Version)
            return Moved(order);
        if (order.Status != OrderStatus.NeedsReview)
            return new Result<Order>.Failure(new Problem(409, "not_in_review", $"The order is {SnakeCaseEnum.Of(order.Status)}; there is nothing to resolve.") { Version = order.Version });
        return resolution.Outcome == ResolutionOutcome.Resubmit && !ReviewMachine.CanBeResubmitted(order)
            ? new Result<Order>.Failure(new Problem(409, "not_resubmittable", WhyNot(order)) { Version = order.Version })
            : null;
    }

    private static string WhyNot(Order order) => order switch
    {
        { Kind: OrderKind.Withdrawal, KnownToProvider: true } =>
            "The provider has shown that it has this withdrawal: sent again, it could be paid twice. Resolve it as completed or failed.",
        { Kind: OrderKind.Withdrawal, SubmissionAttempt: null } => "This withdrawal has never been sent, so that it cannot be sent again.",
        _ => "Only a withdrawal whose review_reason is outcome_unknown can be sent again.",
    };

    private static Result<Order>.Failure Moved(Order order) =>
        new(new Problem(409, "version_conflict", "The order has changed since. Look at it again; version is the present one.") { Version = order.Version });

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Operator {Operator} has resolved {Order} as {Outcome} on its version {Version}.")]
        public static partial void Resolved(ILogger logger, string @operator, string order, ResolutionOutcome outcome, int version);
    }
}

/// <summary>POST /ops/orders/{id}/resolve.</summary>
public sealed record ResolveRequest
{
    /// <summary>completed, failed or resubmit.</summary>
    public string? Outcome { get; init; }

    /// <summary>The order's version that the operator has looked at.</summary>
    public int? Version { get; init; }

    /// <summary>Why.</summary>
    public string? Note { get; init; }
}
