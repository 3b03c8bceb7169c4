using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions;

/// <summary>A merchant's own endpoints and keys.</summary>
public sealed class MerchantFunctions(EndpointHealth health, HttpEdge edge)
{
    /// <summary>GET /v1/endpoints: how the merchant's endpoints are.</summary>
    [Function(nameof(ListEndpoints))]
    public Task<IResult> ListEndpoints(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/endpoints")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(request, Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver, async caller =>
            ListResult.Of(await health.ListAsync(caller.Merchant, request.Query, cancellationToken), ListBody.Endpoint));
}
