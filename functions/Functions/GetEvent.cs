using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions;

/// <summary>GET /v1/events/{id}: an event, and what became of it at each endpoint.</summary>
public sealed class GetEvent(WebhookHistory history, HttpEdge edge)
{
    [Function(nameof(GetEvent))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/events/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        edge.RunAsync(request, Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver, async caller =>
            EventResult.Of(await history.FindAsync(caller.Merchant, id, cancellationToken)));
}
