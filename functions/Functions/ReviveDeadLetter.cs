using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>POST /ops/dead-letters/{key}/revive: makes a dead letter due again.</summary>
public sealed class ReviveDeadLetter(DeadLetters deadLetters, HttpEdge edge)
{
    [Function(nameof(ReviveDeadLetter))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "ops/dead-letters/{key}/revive")] HttpRequest request, string key) =>
        edge.ChangeAsync(OwnDeadline.Storing, async token => OperationJson.Of(await deadLetters.ReviveAsync(key, token), OperationJson.DeadLetter, StatusCodes.Status202Accepted));
}
