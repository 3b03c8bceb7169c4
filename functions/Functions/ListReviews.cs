using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>GET /ops/reviews: orders that wait for a person, newest first.</summary>
public sealed class ListReviews(ReviewList reviews, HttpEdge edge)
{
    [Function(nameof(ListReviews))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/reviews")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => ListResult.Of(await reviews.ListAsync(request.Query, cancellationToken), OperationJson.Review));
}
