using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Deposits;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>GET /v1/deposits/{id}.</summary>
public sealed class GetDeposit(DepositService deposits, HttpEdge edge)
{
    [Function(nameof(GetDeposit))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/deposits/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        edge.RunAsync(request, Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver, async caller =>
            MerchantResult.Of(await deposits.FindAsync(caller.Merchant, id, cancellationToken)));
}
