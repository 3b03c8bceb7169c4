using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Listings;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>GET /v1/events: the merchant's events, oldest first for whoever missed webhooks, or newest first.</summary>
public sealed class ListEvents(EventListing listing, HttpEdge edge)
{
    [Function(nameof(ListEvents))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/events")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(request, Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver, async caller =>
            ListResult.Of(await listing.ListAsync(caller.Merchant, request.Query, cancellationToken), ListJson.Event));
}
