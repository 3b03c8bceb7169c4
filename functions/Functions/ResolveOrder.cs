using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>POST /ops/orders/{id}/resolve: an operator decides on an order in review.</summary>
public sealed class ResolveOrder(ReviewResolver resolver, HttpEdge edge)
{
    [Function(nameof(ResolveOrder))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "ops/orders/{id}/resolve")] HttpRequest request, string id) =>
        edge.ChangeAsOperatorAsync<ResolveRequest>(request, async (wanted, token) => MerchantResult.Of(await resolver.ResolveAsync(id, wanted, token)));
}
