using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Reconciliation;

namespace PaymentHub.Functions;

/// <summary>POST /ops/accounts/{account}/reconciliations?from=&amp;to=: has the account's lists read again from a time to a time.</summary>
public sealed class StartReconciliation(Backfills backfills, HttpEdge edge)
{
    [Function(nameof(StartReconciliation))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "ops/accounts/{account}/reconciliations")] HttpRequest request, string account) =>
        edge.ChangeAsync(OwnDeadline.Storing, async token => ReconciliationResult.OfBackfill(
            await backfills.StartAsync(account, request.Query["from"], request.Query["to"], token)));
}
