using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Reconciliation;

namespace PaymentHub.Triggers;

/// <summary>GET /ops/accounts/{account}/sweeps: how far the account's lists have been read, and its back-fills.</summary>
public sealed class ListSweeps(Backfills backfills, HttpEdge edge)
{
    [Function(nameof(ListSweeps))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/accounts/{account}/sweeps")] HttpRequest request, string account, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => ReconciliationResult.OfAll(await backfills.ListAsync(account, cancellationToken)));
}
