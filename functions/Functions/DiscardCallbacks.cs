using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>POST /ops/quarantine/discard: takes an account's callbacks of some time out of quarantine for good, step by step.</summary>
public sealed class DiscardCallbacks(QuarantineGroups groups, HttpEdge edge)
{
    [Function(nameof(DiscardCallbacks))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "ops/quarantine/discard")] HttpRequest request) =>
        edge.ChangeAsOperatorAsync<BulkDiscardRequest>(request, async (wanted, token) => OperationJson.Of(await groups.DiscardAsync(wanted, token), OperationJson.Discarded));
}
