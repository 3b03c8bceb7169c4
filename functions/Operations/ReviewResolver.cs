using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Money;
using PaymentHub.Orders;

namespace PaymentHub.Operations;

/// <summary>
/// Resolves reviews by operators. The decision, its version, who made it, why and when are stored with the order. If money could move twice or bypass
/// an approval, two operators are needed: the first one's decision waits with the order for a second operator who confirms it.
/// </summary>
public sealed partial class ReviewResolver(
    OrderUpdater updater,
    CompletionCheck completion,
    MerchantDirectory directory,
    TimeProvider clock,
    ILogger<ReviewResolver> logger
)
{
    // Each lost race means that somebody else made progress.
    private const int MaxRaces = 10;

    /// <summary>Resolves an order's review, or asks a second operator to. Repeating it finds what it did the first time.</summary>
    public async Task<Result<ReviewDecision>> ResolveAsync(Operator by, string id, ResolveRequest request, CancellationToken cancellationToken)
    {
        if (Check(request, out var outcome, out var amount) is { } problem)
            return Not(problem);
        if (!OrderId.IsWellFormed(id) || await updater.FindAsync(id, cancellationToken) is not { } snapshot)
            return Not(Problem.NotFound("order"));

        var resolution = new Resolution(outcome, request.Version!.Value, request.Note!, clock.GetUtcNow()) { By = by.Name, Amount = amount };
        for (var race = 0; race < MaxRaces; race++)
        {
            var order = snapshot.Order;
            if (!WasSaid(order, resolution) && await RefuseAsync(order, resolution, cancellationToken) is { } refusal)
                return Not(refusal);
            if (
                WasSaid(order, resolution)
                || !NeedsSecond(order, outcome)
                || Proposal.Open(order, clock.GetUtcNow())?.IsConfirmedBy(resolution) == true
            )
            {
                return await ResolveAsync(snapshot, resolution, cancellationToken);
            }

            if (Proposal.Open(order, clock.GetUtcNow()) is { } mine)
                return new Result<ReviewDecision>.Success(new ReviewDecision(order, mine));

            var now = clock.GetUtcNow();
            var proposal = new Proposal(outcome, resolution.Version, by.Name, resolution.Note, now, now + directory.Settings.SecondOperatorWithin)
            {
                Amount = outcome == ResolutionOutcome.Completed ? CompletionCheck.Said(order, resolution.Amount) : null,
            };
            Log.Proposed(logger, by.Name, order.Id, outcome, resolution.Version);
            // Whatever the write's answer was, the order as it is now shows the result.
            snapshot = await PutAsync(
                snapshot,
                proposal,
                $"propose/{SnakeCaseEnum.Of(outcome)}/{resolution.Version}",
                new Deed(by, resolution.Note),
                cancellationToken
            );
        }

        throw new InvalidOperationException($"Order {id} changed {MaxRaces} times while one decision was taken on it.");
    }

    /// <summary>Takes a decision back that awaits a second operator, whoever asked for it. Where none does, nothing changes.</summary>
    public async Task<Result<Order>> WithdrawAsync(Deed deed, string id, CancellationToken cancellationToken)
    {
        if (!OrderId.IsWellFormed(id) || await updater.FindAsync(id, cancellationToken) is not { } snapshot)
            return new Result<Order>.Failure(Problem.NotFound("order"));
        for (var race = 0; race < MaxRaces; race++)
        {
            if (Proposal.Open(snapshot.Order, clock.GetUtcNow()) is not { } open)
                return new Result<Order>.Success(snapshot.Order);
            Log.Withdrawn(logger, deed.By.Name, snapshot.Order.Id, open.Outcome, open.By);
            snapshot = await PutAsync(snapshot, null, $"withdraw_proposal/{open.Version}", deed, cancellationToken);
        }

        throw new InvalidOperationException($"Order {id} changed {MaxRaces} times while a decision was taken back from it.");
    }

    private async Task<OrderSnapshot> PutAsync(
        OrderSnapshot snapshot,
        Proposal? proposal,
        string source,
        Deed deed,
        CancellationToken cancellationToken
    ) =>
        await updater.TryPutAsync(
            snapshot,
            snapshot.Order with
            {
                Proposal = proposal,
                UpdatedAt = clock.GetUtcNow(),
            },
            new ChangeOrigin(source, IsRetry: false, Operator: deed.By.Name, Note: deed.Note),
            cancellationToken
        ) ?? throw new InvalidOperationException($"Order {snapshot.Order.Id} is gone.");

    private async Task<Result<ReviewDecision>> ResolveAsync(OrderSnapshot snapshot, Resolution resolution, CancellationToken cancellationToken)
    {
        // An order leaves the review of a version only once: the resolution that is stored with the order shows whose it was.
        var origin = new ChangeOrigin(FormattableString.Invariant($"resolve/{resolution.Version}"), IsRetry: true, Operator: resolution.By);
        var result = await updater.StepAsync(
            snapshot,
            (order, now) => ReviewMachine.Resolve(order, resolution, NeedsSecond(order, resolution.Outcome), now),
            origin,
            cancellationToken
        );
        if (!WasSaid(result.Order, resolution))
            return Not(Refuse(result.Order, resolution) ?? Moved(result.Order));
        Log.Resolved(logger, resolution.By!, result.Order.Id, resolution.Outcome, resolution.Version);
        return new Result<ReviewDecision>.Success(new ReviewDecision(result.Order, null));
    }

    /// <summary>
    /// Whether one operator is not enough: an order that is sent again could be paid twice, and one person alone must not complete a withdrawal that
    /// needed approval, or a deposit that only an operator has reported. For an account that is gone, nobody knows whether it required approval.
    /// </summary>
    private bool NeedsSecond(Order order, ResolutionOutcome outcome) =>
        outcome switch
        {
            ResolutionOutcome.Resubmit => order.Kind == OrderKind.Withdrawal,
            ResolutionOutcome.Completed when order.Kind == OrderKind.Deposit => order is { Entry: not null, ProviderOrderId: null },
            ResolutionOutcome.Completed => order.Decision is not null || directory.FindAccount(order.AccountId)?.Withdrawals.NeedsApproval != false,
            _ => false,
        };

    /// <summary>What is wrong with a request; null if nothing is.</summary>
    public static Problem? Check(ResolveRequest request) => Check(request, out _, out _);

    private static Problem? Check(ResolveRequest request, out ResolutionOutcome outcome, out decimal? amount)
    {
        var check = new RequestCheck();
        if (!SnakeCaseEnum.TryParse(request.Outcome, out outcome))
            check.Add("outcome", "It must be completed, failed or resubmit.");
        if (request.Version is null)
            check.Add("version", "It is required: the order's version that you have looked at.");
        check.Text("note", request.Note, Deed.MaxNote);
        amount = request.Amount is null ? null : check.Amount("amount", request.Amount);
        if (amount is not null && outcome != ResolutionOutcome.Completed)
            check.Add("amount", "It can be given only with the outcome completed.");
        return check.Problem;
    }

    private static bool WasSaid(Order order, Resolution resolution) => order.Resolutions?.Any(said => said.Says(resolution)) == true;

    private async Task<Problem?> RefuseAsync(Order order, Resolution resolution, CancellationToken cancellationToken) =>
        Refuse(order, resolution)
        ?? (resolution.Outcome == ResolutionOutcome.Completed ? await completion.RefuseAsync(order, resolution, cancellationToken) : null);

    private Problem? Refuse(Order order, Resolution resolution)
    {
        if (order.Version != resolution.Version)
            return Moved(order);
        if (order.Status != OrderStatus.NeedsReview)
        {
            return new Problem(409, "not_in_review", $"The order is {SnakeCaseEnum.Of(order.Status)}; there is nothing to resolve.")
            {
                Version = order.Version,
            };
        }

        if (Proposal.Open(order, clock.GetUtcNow()) is { } open && !open.Asks(resolution))
        {
            return new Problem(
                409,
                "other_decision_pending",
                $"{open.By} has asked to resolve it as {SnakeCaseEnum.Of(open.Outcome)}{(open.Amount is { } asked ? $" with {Amounts.Format(asked)}" : "")}, which awaits a second operator until {OrderJson.Time(open.ExpiresAt)}. Confirm that, or take it back first."
            )
            {
                Version = order.Version,
            };
        }

        return resolution.Outcome == ResolutionOutcome.Resubmit && !ReviewMachine.CanBeResubmitted(order)
            ? new Problem(409, "not_resubmittable", WhyNot(order)) { Version = order.Version }
            : null;
    }

    private static string WhyNot(Order order) =>
        order switch
        {
            { Kind: OrderKind.Withdrawal, KnownToProvider: true } =>
                "The provider has shown that it has this withdrawal: if it were sent again, it could be paid twice. Resolve it as completed or failed.",
            { Kind: OrderKind.Withdrawal, SubmissionAttempt: null } => "This withdrawal was never sent, so it cannot be sent again.",
            _ => "Only a withdrawal with the review_reason outcome_unknown can be sent again.",
        };

    private static Problem Moved(Order order) => Problem.VersionConflict(order.Version);

    private static Result<ReviewDecision>.Failure Not(Problem problem) => new(problem);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Operator {Operator} has resolved {Order} as {Outcome} on its version {Version}.")]
        public static partial void Resolved(ILogger logger, string @operator, string order, ResolutionOutcome outcome, int version);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "Operator {Operator} asks to resolve {Order} as {Outcome} on its version {Version}; a second operator has to confirm."
        )]
        public static partial void Proposed(ILogger logger, string @operator, string order, ResolutionOutcome outcome, int version);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "Operator {Operator} has taken back that {Order} be resolved as {Outcome}, which {Proposer} had asked for."
        )]
        public static partial void Withdrawn(ILogger logger, string @operator, string order, ResolutionOutcome outcome, string proposer);
    }
}

/// <summary>What a decision on a review came to.</summary>
/// <param name="Order">The order afterwards.</param>
/// <param name="Awaited">What a second operator has to confirm; null when it is done.</param>
public sealed record ReviewDecision(Order Order, Proposal? Awaited);

/// <summary>POST /ops/orders/{id}/resolve.</summary>
public sealed record ResolveRequest
{
    /// <summary>completed, failed or resubmit.</summary>
    public string? Outcome { get; init; }

    /// <summary>The order's version that the operator has looked at.</summary>
    public int? Version { get; init; }

    /// <summary>How much has moved, where it is completed and no provider has said it.</summary>
    public string? Amount { get; init; }

    /// <summary>Why.</summary>
    public string? Note { get; init; }
}
