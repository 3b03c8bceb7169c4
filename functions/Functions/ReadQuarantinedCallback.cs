using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>GET /ops/quarantine/{id}: everything that came with a callback in quarantine, but for secrets.</summary>
public sealed class ReadQuarantinedCallback(Quarantine quarantine, HttpEdge edge)
{
    [Function(nameof(ReadQuarantinedCallback))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/quarantine/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => OperationJson.Of(await quarantine.FindAsync(id, cancellationToken), OperationJson.Quarantined));
}
