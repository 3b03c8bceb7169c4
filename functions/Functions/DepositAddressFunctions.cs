using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Deposits;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>Deposit addresses, for merchants.</summary>
public sealed class DepositAddressFunctions(DepositAddressService addresses, HttpEdge edge)
{
    /// <summary>POST /v1/deposit-addresses: a customer's deposit addresses, the same ones every time.</summary>
    [Function(nameof(CreateDepositAddress))]
    public Task<IResult> CreateDepositAddress(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/deposit-addresses")] HttpRequest request
    ) =>
        edge.ChangeAsync<DepositAddressRequest>(
            request,
            Roles.Deposits,
            async (caller, wanted, token) => MerchantResult.Of(await addresses.IssueAsync(caller.Merchant, wanted, token)),
            addresses.Check
        );

    /// <summary>GET /v1/deposit-addresses: the addresses that were issued to a customer.</summary>
    [Function(nameof(GetDepositAddress))]
    public Task<IResult> GetDepositAddress(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/deposit-addresses")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver,
            async caller =>
                MerchantResult.Of(
                    await addresses.FindAsync(caller.Merchant, request.Query["account"], request.Query["customer_id"], cancellationToken)
                )
        );
}
