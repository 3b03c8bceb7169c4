using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions;

/// <summary>POST /ops/webhooks/redeliver: sends again what failed for an account's orders of some time, step by step.</summary>
public sealed class RedeliverWebhooks(BulkRedelivery bulk, HttpEdge edge)
{
    [Function(nameof(RedeliverWebhooks))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "ops/webhooks/redeliver")] HttpRequest request) =>
        edge.ChangeAsOperatorAsync<BulkRedeliveryRequest>(request, async (wanted, token) => EventResult.Of(await bulk.StepAsync(wanted, token)));
}
