using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Operations;

/// <summary>
/// Lets an operator put an order that is final, or under way at its provider, into review again. This moves no money; the ordinary <see
/// cref="ReviewResolver"/> ends it.
/// </summary>
public sealed partial class OrderReopening(OrderUpdater updater, TimeProvider clock, ILogger<OrderReopening> logger)
{
    /// <summary>Puts an order into review. Repeating it finds what it did the first time.</summary>
    public async Task<Result<Order>> ReopenAsync(Operator by, string id, ReopenRequest request, CancellationToken cancellationToken)
    {
        if (Check(request) is { } problem)
            return new Result<Order>.Failure(problem);
        if (!OrderId.IsWellFormed(id) || await updater.FindAsync(id, cancellationToken) is not { } snapshot)
            return new Result<Order>.Failure(Problem.NotFound("order"));

        var reopening = new Reopening(request.Version!.Value, by.Name, request.Note!, clock.GetUtcNow());
        if (!WasSaid(snapshot.Order, reopening) && Refuse(snapshot.Order, reopening) is { } refusal)
            return new Result<Order>.Failure(refusal);

        // An order leaves a version by one event only: the reopening that is stored with the order shows whose it was.
        var result = await updater.StepAsync(
            snapshot,
            (order, now) => ReviewMachine.Reopen(order, reopening, now),
            new ChangeOrigin(FormattableString.Invariant($"review/{reopening.Version}"), IsRetry: true, Operator: by.Name),
            cancellationToken
        );
        if (!WasSaid(result.Order, reopening))
            return new Result<Order>.Failure(Refuse(result.Order, reopening) ?? Problem.VersionConflict(result.Order.Version));
        Log.Reopened(logger, by.Name, result.Order.Id, reopening.Version);
        return new Result<Order>.Success(result.Order);
    }

    /// <summary>What is wrong with a request; null if nothing is.</summary>
    public static Problem? Check(ReopenRequest request)
    {
        var check = new RequestCheck();
        if (request.Version is null)
            check.Add("version", "It is required: the order's version that you have looked at.");
        check.Text("note", request.Note, Deed.MaxNote);
        return check.Problem;
    }

    private static bool WasSaid(Order order, Reopening reopening) => order.Reopenings?.Any(said => said.Says(reopening)) == true;

    private static Problem? Refuse(Order order, Reopening reopening) =>
        order.Version != reopening.Version ? Problem.VersionConflict(order.Version)
        : ReviewMachine.WhyNotReopened(order) is { } why
            ? new Problem(409, "not_reviewable", $"The order is {SnakeCaseEnum.Of(order.Status)}. {why}") { Version = order.Version }
        : null;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Operator {Operator} has reopened {Order} on its version {Version}.")]
        public static partial void Reopened(ILogger logger, string @operator, string order, int version);
    }
}

/// <summary>POST /ops/orders/{id}/review.</summary>
public sealed record ReopenRequest
{
    /// <summary>The order's version that the operator has looked at.</summary>
    public int? Version { get; init; }

    /// <summary>Why.</summary>
    public string? Note { get; init; }
}
