using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions;

/// <summary>Events and their webhooks, for merchants.</summary>
public sealed class EventFunctions(EventListing events, WebhookHistory history, TestPings pings, HttpEdge edge)
{
    /// <summary>GET /v1/events: the merchant's events, oldest first for whoever missed webhooks, or newest first.</summary>
    [Function(nameof(ListEvents))]
    public Task<IResult> ListEvents(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/events")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver,
            async caller => ListResult.Of(await events.ListAsync(caller.Merchant, request.Query, cancellationToken), EventResult.Listed)
        );

    /// <summary>GET /v1/events/{id}: an event, and its delivery to each endpoint.</summary>
    [Function(nameof(GetEvent))]
    public Task<IResult> GetEvent(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/events/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver,
            async caller => EventResult.Of(await history.FindAsync(caller.Merchant, id, cancellationToken))
        );

    /// <summary>POST /v1/events/{id}/redeliver: sends an event again, to every endpoint that wants it or to <c>?endpoint=</c>.</summary>
    [Function(nameof(RedeliverEvent))]
    public Task<IResult> RedeliverEvent(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/events/{id}/redeliver")] HttpRequest request,
        string id
    ) =>
        edge.ChangeAsync(
            request,
            Roles.Deposits | Roles.Withdrawals,
            OwnDeadline.Storing,
            async (caller, token) =>
            {
                var check = new QueryCheck(request.Query, "endpoint");
                return check.Problem is { } problem
                    ? ProblemResult.Of(problem)
                    : EventResult.Of(await history.RedeliverAsync(caller.Merchant, id, check.Text("endpoint"), token));
            }
        );

    /// <summary>POST /v1/webhooks/test: sends a signed test.ping now and says what came back.</summary>
    [Function(nameof(TestWebhooks))]
    public Task<IResult> TestWebhooks([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/webhooks/test")] HttpRequest request) =>
        edge.ChangeAsync<TestPingRequest>(
            request,
            Roles.Deposits | Roles.Withdrawals,
            async (caller, wanted, token) => EventResult.Of(await pings.PingAsync(caller.Merchant, wanted.Endpoint, token))
        );
}
