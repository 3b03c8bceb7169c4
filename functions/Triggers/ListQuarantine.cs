using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage.Operations;

namespace PaymentHub.Triggers;

/// <summary>GET /ops/quarantine: callbacks that were refused or kept failing, newest first.</summary>
public sealed class ListQuarantine(Quarantine quarantine, HttpEdge edge)
{
    [Function(nameof(ListQuarantine))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/quarantine")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => ListResult.Of(await quarantine.ListAsync(request.Query, cancellationToken), OperationJson.Quarantined));
}
