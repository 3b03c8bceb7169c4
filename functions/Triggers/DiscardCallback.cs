using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage.Operations;

namespace PaymentHub.Triggers;

/// <summary>POST /ops/quarantine/{id}/discard: takes a callback out of quarantine for good.</summary>
public sealed class DiscardCallback(Quarantine quarantine, HttpEdge edge)
{
    [Function(nameof(DiscardCallback))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "ops/quarantine/{id}/discard")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => OperationJson.Of(await quarantine.DiscardAsync(id, cancellationToken), OperationJson.Brief));
}
