using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Reconciliation;

namespace PaymentHub.Functions;

/// <summary>GET /ops/accounts/{account}/reports/{id}: how far a report is, and every difference that it found.</summary>
public sealed class GetReport(ReconciliationReports reports, HttpEdge edge)
{
    [Function(nameof(GetReport))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/accounts/{account}/reports/{id}")] HttpRequest request,
        string account,
        string id,
        CancellationToken cancellationToken) =>
        edge.RunAsync(async () => ReportResult.Of(await reports.FindAsync(account, id, cancellationToken)));
}
