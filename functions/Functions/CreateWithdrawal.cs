using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Withdrawals;

namespace PaymentHub.Functions;

/// <summary>POST /v1/withdrawals: a withdrawal, stored and on its way.</summary>
public sealed class CreateWithdrawal(WithdrawalService withdrawals, HttpEdge edge)
{
    [Function(nameof(CreateWithdrawal))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/withdrawals")] HttpRequest request) =>
        edge.ChangeAsync<NewWithdrawal>(
            request,
            Roles.Withdrawals,
            async (caller, wanted, token) => MerchantResult.Of(await withdrawals.CreateAsync(caller, wanted, token), StatusCodes.Status202Accepted),
            withdrawals.Check);
}
