using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>POST /ops/quarantine/{id}/discard: takes a callback out of quarantine for good.</summary>
public sealed class DiscardCallback(Quarantine quarantine, HttpEdge edge)
{
    [Function(nameof(DiscardCallback))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "ops/quarantine/{id}/discard")] HttpRequest request, string id) =>
        edge.ChangeAsync(OwnDeadline.Storing, async token => OperationJson.Of(await quarantine.DiscardAsync(id, token), OperationJson.Brief));
}
