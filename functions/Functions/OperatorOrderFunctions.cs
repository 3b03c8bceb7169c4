using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Withdrawals;

namespace PaymentHub.Functions;

/// <summary>Orders that need a person, for operators.</summary>
public sealed class OperatorOrderFunctions(ReviewList reviews, ReviewResolver resolver, DetailErasure erasure, HttpEdge edge)
{
    /// <summary>GET /ops/reviews: orders that wait for a person, newest first.</summary>
    [Function(nameof(ListReviews))]
    public Task<IResult> ListReviews(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/reviews")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(request, OperatorRoles.View, async _ => ListResult.Of(await reviews.ListAsync(request.Query, cancellationToken), OperationJson.Review));

    /// <summary>POST /ops/orders/{id}/resolve: an operator decides on an order in review.</summary>
    [Function(nameof(ResolveOrder))]
    public Task<IResult> ResolveOrder(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/orders/{id}/resolve")] HttpRequest request, string id) =>
        edge.ChangeAsync<ResolveRequest>(request, OperatorRoles.Money, async (by, wanted, token) => MerchantResult.Of(await resolver.ResolveAsync(by, id, wanted, token)));

    /// <summary>POST /ops/orders/{id}/erase: erases what is personal in a withdrawal that is over.</summary>
    [Function(nameof(EraseDetails))]
    public Task<IResult> EraseDetails(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/orders/{id}/erase")] HttpRequest request, string id) =>
        edge.ChangeAsync(request, OperatorRoles.Money, OwnDeadline.Storing, async (by, token) => MerchantResult.Of(await erasure.EraseAsync(by, id, token)));
}
