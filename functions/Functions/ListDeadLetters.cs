using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>GET /ops/dead-letters: dead letters, the longest due first.</summary>
public sealed class ListDeadLetters(DeadLetters deadLetters, HttpEdge edge)
{
    [Function(nameof(ListDeadLetters))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/dead-letters")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => ListResult.Of(await deadLetters.ListAsync(request.Query, cancellationToken), OperationJson.DeadLetter));
}
