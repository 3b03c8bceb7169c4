using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Deposits;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>POST /v1/deposit-addresses: a customer's deposit addresses, the same ones every time.</summary>
public sealed class CreateDepositAddress(DepositAddressService addresses, HttpEdge edge)
{
    [Function(nameof(CreateDepositAddress))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/deposit-addresses")] HttpRequest request) =>
        edge.ChangeAsync<DepositAddressRequest>(
            request,
            Roles.Deposits,
            async (caller, wanted, token) => MerchantResult.Of(await addresses.IssueAsync(caller.Merchant, wanted, token)),
            addresses.Check);
}
