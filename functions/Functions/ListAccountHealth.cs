using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>GET /ops/accounts: when each account was last heard of.</summary>
public sealed class ListAccountHealth(AccountActivity activity, HttpEdge edge)
{
    [Function(nameof(ListAccountHealth))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/accounts")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => JsonResult.Of(await activity.ListAsync(request.Query, cancellationToken), OperationJson.Health));
}
