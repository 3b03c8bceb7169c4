using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage.Operations;

namespace PaymentHub.Triggers;

/// <summary>GET /ops/webhooks/failed: webhooks that were given up, newest first.</summary>
public sealed class ListFailedWebhooks(FailedWebhooks webhooks, HttpEdge edge)
{
    [Function(nameof(ListFailedWebhooks))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/webhooks/failed")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => ListResult.Of(await webhooks.ListAsync(request.Query, cancellationToken), OperationJson.Failed));
}
