using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Withdrawals;

namespace PaymentHub.Functions;

/// <summary>GET /v1/withdrawals/{id}.</summary>
public sealed class GetWithdrawal(WithdrawalService withdrawals, HttpEdge edge)
{
    [Function(nameof(GetWithdrawal))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/withdrawals/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        edge.RunAsync(request, Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver, async caller =>
            MerchantResult.Of(await withdrawals.FindAsync(caller.Merchant, id, cancellationToken), withDetails: caller.May(Roles.Withdrawals)));
}
