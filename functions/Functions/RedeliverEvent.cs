using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions;

/// <summary>POST /v1/events/{id}/redeliver: sends an event again, to every endpoint that wants it or to <c>?endpoint=</c>.</summary>
public sealed class RedeliverEvent(WebhookHistory history, HttpEdge edge)
{
    [Function(nameof(RedeliverEvent))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/events/{id}/redeliver")] HttpRequest request, string id) =>
        edge.ChangeAsync(request, Roles.Deposits | Roles.Withdrawals, OwnDeadline.Storing, async (caller, token) =>
        {
            var check = new QueryCheck(request.Query, "endpoint");
            return check.Problem is { } problem
                ? ProblemResult.Of(problem)
                : EventResult.Of(await history.RedeliverAsync(caller.Merchant, id, check.Text("endpoint"), token));
        });
}
