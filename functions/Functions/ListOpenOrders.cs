using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>GET /ops/open-orders: orders that are under way or await approval, the oldest first.</summary>
public sealed class ListOpenOrders(OpenOrders open, HttpEdge edge)
{
    [Function(nameof(ListOpenOrders))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/open-orders")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => ListResult.Of(await open.ListAsync(request.Query, cancellationToken), OperationJson.Open));
}
