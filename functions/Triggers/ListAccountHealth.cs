using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage.Operations;

namespace PaymentHub.Triggers;

/// <summary>GET /ops/accounts: when each account was last heard of.</summary>
public sealed class ListAccountHealth(AccountActivity activity, HttpEdge edge)
{
    [Function(nameof(ListAccountHealth))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/accounts")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => JsonResult.Of(await activity.ListAsync(request.Query, cancellationToken), OperationJson.Health));
}
