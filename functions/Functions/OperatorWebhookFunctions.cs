using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions;

/// <summary>Webhooks that were given up, for operators.</summary>
public sealed class OperatorWebhookFunctions(FailedWebhooks webhooks, BulkRedelivery bulk, EndpointHealth health, HttpEdge edge)
{
    /// <summary>GET /ops/webhooks/failed: webhooks that were given up, newest first.</summary>
    [Function(nameof(ListFailedWebhooks))]
    public Task<IResult> ListFailedWebhooks(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/webhooks/failed")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ => ListResult.Of(await webhooks.ListAsync(request.Query, cancellationToken), OperationBody.Failed)
        );

    /// <summary>POST /ops/webhooks/redeliver: sends again what failed for an account's orders of some time, step by step.</summary>
    [Function(nameof(RedeliverWebhooks))]
    public Task<IResult> RedeliverWebhooks(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/webhooks/redeliver")] HttpRequest request
    ) =>
        edge.ChangeAsync<BulkRedeliveryRequest>(
            request,
            OperatorRoles.Operate,
            async (by, wanted, token) => EventResult.Of(await bulk.StepAsync(by, wanted, token)),
            bulk.Check
        );

    /// <summary>GET /ops/endpoints: how all merchants' endpoints are.</summary>
    [Function(nameof(ListEndpointHealth))]
    public Task<IResult> ListEndpointHealth(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/endpoints")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ => ListResult.Of(await health.ListAsync(request.Query, cancellationToken), OperationBody.Endpoint)
        );
}
