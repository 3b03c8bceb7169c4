using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Reconciliation;

namespace PaymentHub.Triggers;

/// <summary>POST /ops/accounts/{account}/audit?from=&amp;to=: has our orders and the provider's set side by side.</summary>
public sealed class AuditAccount(Audits audits, HttpEdge edge)
{
    [Function(nameof(AuditAccount))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "ops/accounts/{account}/audit")] HttpRequest request, string account, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => AuditResult.Of(await audits.StartAsync(account, request.Query["from"], request.Query["to"], cancellationToken)));
}
