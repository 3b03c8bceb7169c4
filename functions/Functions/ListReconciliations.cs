using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Reconciliation;

namespace PaymentHub.Functions;

/// <summary>GET /ops/accounts/{account}/reconciliations: how far the account's lists have been read, and its back-fills.</summary>
public sealed class ListReconciliations(Backfills backfills, HttpEdge edge)
{
    [Function(nameof(ListReconciliations))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/accounts/{account}/reconciliations")] HttpRequest request, string account, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => ReconciliationResult.OfAll(await backfills.ListAsync(account, cancellationToken)));
}
