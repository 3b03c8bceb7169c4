using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Merchants;
using PaymentHub.Withdrawals;

namespace PaymentHub.Triggers;

/// <summary>POST /v1/withdrawals: a withdrawal, stored and on its way.</summary>
public sealed class CreateWithdrawal(WithdrawalDesk withdrawals, HttpEdge edge)
{
    [Function(nameof(CreateWithdrawal))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/withdrawals")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync<NewWithdrawal>(
            request,
            Roles.Withdrawals,
            async (caller, wanted) => MerchantResult.Of(await withdrawals.CreateAsync(caller, wanted, cancellationToken), StatusCodes.Status202Accepted),
            withdrawals.Check,
            cancellationToken);
}
