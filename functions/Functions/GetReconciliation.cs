using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Reconciliation;

namespace PaymentHub.Functions;

/// <summary>GET /ops/accounts/{account}/reconciliations/{id}: how far a back-fill has come, and its result.</summary>
public sealed class GetReconciliation(Backfills backfills, HttpEdge edge)
{
    [Function(nameof(GetReconciliation))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/accounts/{account}/reconciliations/{id}")] HttpRequest request,
        string account,
        string id,
        CancellationToken cancellationToken) =>
        edge.RunAsync(async () => ReconciliationResult.OfBackfill(await backfills.FindAsync(account, id, cancellationToken)));
}
