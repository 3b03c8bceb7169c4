using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>POST /ops/quarantine/{id}/replay: processes a callback again, for instance after a key was corrected.</summary>
public sealed class ReplayCallback(Quarantine quarantine, HttpEdge edge)
{
    [Function(nameof(ReplayCallback))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "ops/quarantine/{id}/replay")] HttpRequest request, string id) =>
        edge.ChangeAsync(OwnDeadline.Storing, async token => OperationJson.Of(await quarantine.ReplayAsync(id, token), OperationJson.Brief, StatusCodes.Status202Accepted));
}
