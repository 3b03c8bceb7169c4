using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Merchants;
using PaymentHub.Merchants.Lists;
using PaymentHub.Orders;

namespace PaymentHub.Triggers;

/// <summary>GET /v1/deposits: the merchant's deposits, newest first.</summary>
public sealed class ListDeposits(OrderListing listing, HttpEdge edge)
{
    [Function(nameof(ListDeposits))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/deposits")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(request, Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver, async caller =>
            ListResult.Of(await listing.ListAsync(caller.Merchant, OrderKind.Deposit, request.Query, cancellationToken), OrderJson.Write));
}
