using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions;

/// <summary>GET /ops/webhooks/failed: webhooks that were given up, newest first.</summary>
public sealed class ListFailedWebhooks(FailedWebhooks webhooks, HttpEdge edge)
{
    [Function(nameof(ListFailedWebhooks))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/webhooks/failed")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => ListResult.Of(await webhooks.ListAsync(request.Query, cancellationToken), OperationJson.Failed));
}
