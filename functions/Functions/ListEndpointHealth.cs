using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions;

/// <summary>GET /ops/endpoints: how all merchants' endpoints are.</summary>
public sealed class ListEndpointHealth(EndpointHealth health, HttpEdge edge)
{
    [Function(nameof(ListEndpointHealth))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/endpoints")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => ListResult.Of(await health.ListAsync(request.Query, cancellationToken), OperationJson.Endpoint));
}
