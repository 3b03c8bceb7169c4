using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Reconciliation;

namespace PaymentHub.Functions;

/// <summary>POST /ops/accounts/{account}/reports?from=&amp;to=: has our orders and the provider's set side by side.</summary>
public sealed class CreateReport(ReconciliationReports reports, HttpEdge edge)
{
    [Function(nameof(CreateReport))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "ops/accounts/{account}/reports")] HttpRequest request, string account, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => ReportResult.Of(await reports.StartAsync(account, request.Query["from"], request.Query["to"], cancellationToken)));
}
