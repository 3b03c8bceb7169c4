using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Merchants;
using PaymentHub.Storage.Operations;

namespace PaymentHub.Triggers;

/// <summary>POST /ops/stuck/{key}/revive: makes work that was set aside due again.</summary>
public sealed class ReviveStuckWork(StuckWork stuck, HttpEdge edge)
{
    [Function(nameof(ReviveStuckWork))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "ops/stuck/{key}/revive")] HttpRequest request, string key) =>
        edge.ChangeAsync(OwnDeadline.Storing, async token => OperationJson.Of(await stuck.ReviveAsync(key, token), OperationJson.Stuck, StatusCodes.Status202Accepted));
}
