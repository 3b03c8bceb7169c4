using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>GET /ops/quarantine: callbacks that were refused or kept failing, newest first.</summary>
public sealed class ListQuarantine(Quarantine quarantine, HttpEdge edge)
{
    [Function(nameof(ListQuarantine))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/quarantine")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => ListResult.Of(await quarantine.ListAsync(request.Query, cancellationToken), OperationJson.Quarantined));
}
