using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage.Operations;

namespace PaymentHub.Triggers;

/// <summary>GET /ops/stuck: work that was set aside, the longest due first.</summary>
public sealed class ListStuckWork(StuckWork stuck, HttpEdge edge)
{
    [Function(nameof(ListStuckWork))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/stuck")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => ListResult.Of(await stuck.ListAsync(request.Query, cancellationToken), OperationJson.Stuck));
}
