using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Reconciliation;

namespace PaymentHub.Triggers;

/// <summary>GET /ops/accounts/{account}/audits/{id}: how far an audit is, and every difference that it found.</summary>
public sealed class GetAudit(Audits audits, HttpEdge edge)
{
    [Function(nameof(GetAudit))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/accounts/{account}/audits/{id}")] HttpRequest request,
        string account,
        string id,
        CancellationToken cancellationToken) =>
        edge.RunAsync(async () => AuditResult.Of(await audits.FindAsync(account, id, cancellationToken)));
}
