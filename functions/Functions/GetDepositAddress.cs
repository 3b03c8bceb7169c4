using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Deposits;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>GET /v1/deposit-addresses: the addresses that were issued to a customer.</summary>
public sealed class GetDepositAddress(DepositAddressService addresses, HttpEdge edge)
{
    [Function(nameof(GetDepositAddress))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/deposit-addresses")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(request, Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver, async caller =>
            MerchantResult.Of(await addresses.FindAsync(caller.Merchant, request.Query["account"], request.Query["customer_id"], cancellationToken)));
}
