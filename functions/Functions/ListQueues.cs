using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>GET /ops/queues: how long the queues are, and how long their messages wait.</summary>
public sealed class ListQueues(QueueDepths queues, HttpEdge edge)
{
    [Function(nameof(ListQueues))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "ops/queues")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(async () => ListResult.Of(await queues.ListAsync(cancellationToken), OperationJson.Queue));
}
