using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Deposits;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>POST /v1/deposits: a deposit with a page on which the payer pays.</summary>
public sealed class CreateDeposit(DepositService deposits, HttpEdge edge)
{
    [Function(nameof(CreateDeposit))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/deposits")] HttpRequest request) =>
        edge.ChangeAsync<DepositRequest>(
            request,
            Roles.Deposits,
            async (caller, wanted, token) => MerchantResult.Of(await deposits.CreateAsync(caller.Merchant, wanted, token)),
            deposits.Check);
}
