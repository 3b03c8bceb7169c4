using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Reconciliation;

namespace PaymentHub.Triggers;

/// <summary>GET /ops/accounts/{account}/sweeps/{id}: how far a back-fill has come, and its result.</summary>
public sealed class GetSweep(Backfills backfills, HttpEdge edge)
{
    [Function(nameof(GetSweep))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/accounts/{account}/sweeps/{id}")] HttpRequest request,
        string account,
        string id,
        CancellationToken cancellationToken) =>
        edge.RunAsync(async () => ReconciliationResult.OfBackfill(await backfills.FindAsync(account, id, cancellationToken)));
}
