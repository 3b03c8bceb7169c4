using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Functions;

/// <summary>GET /v1/withdrawals/{id}/timeline: everything that happened to a withdrawal.</summary>
public sealed class GetWithdrawalTimeline(TimelineListing timelines, HttpEdge edge)
{
    [Function(nameof(GetWithdrawalTimeline))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/withdrawals/{id}/timeline")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        edge.RunAsync(request, Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver, async caller =>
            TimelineResult.Of(await timelines.FindAsync(caller.Merchant, OrderKind.Withdrawal, id, cancellationToken)));
}
