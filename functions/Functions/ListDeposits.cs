using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Functions;

/// <summary>GET /v1/deposits: the merchant's deposits, newest first.</summary>
public sealed class ListDeposits(OrderListing listing, HttpEdge edge)
{
    [Function(nameof(ListDeposits))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/deposits")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(request, Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver, async caller =>
            ListResult.Of(await listing.ListAsync(caller.Merchant, OrderKind.Deposit, request.Query, cancellationToken), OrderJson.Write));
}
