using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Functions;

/// <summary>GET /v1/deposits/{id}/timeline: everything that happened to a deposit.</summary>
public sealed class GetDepositTimeline(TimelineListing timelines, HttpEdge edge)
{
    [Function(nameof(GetDepositTimeline))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/deposits/{id}/timeline")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        edge.RunAsync(request, Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver, async caller =>
            TimelineResult.Of(await timelines.FindAsync(caller.Merchant, OrderKind.Deposit, id, cancellationToken)));
}
