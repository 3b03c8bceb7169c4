using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>GET /ops/quarantine-groups: the quarantine by account, verdict and hour, newest first.</summary>
public sealed class ListQuarantineGroups(QuarantineGroups groups, HttpEdge edge)
{
    [Function(nameof(ListQuarantineGroups))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/quarantine-groups")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => OperationJson.Of(await groups.ListAsync(request.Query, cancellationToken), OperationJson.Groups));
}
