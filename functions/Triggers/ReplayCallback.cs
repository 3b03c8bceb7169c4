using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Storage.Operations;

namespace PaymentHub.Triggers;

/// <summary>POST /ops/quarantine/{id}/replay: processes a callback again, for instance after a key was corrected.</summary>
public sealed class ReplayCallback(Quarantine quarantine, HttpEdge edge)
{
    [Function(nameof(ReplayCallback))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "ops/quarantine/{id}/replay")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => OperationJson.Of(await quarantine.ReplayAsync(id, cancellationToken), OperationJson.Brief, StatusCodes.Status202Accepted));
}
