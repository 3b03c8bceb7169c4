using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Callbacks;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>POST /v1/deposits/import: takes on a deposit of the provider's that nobody told us of.</summary>
public sealed class ImportDeposit(Imports imports, HttpEdge edge)
{
    [Function(nameof(ImportDeposit))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/deposits/import")] HttpRequest request) =>
        edge.ChangeAsync<ImportRequest>(
            request,
            Roles.Deposits,
            async (caller, wanted, token) => MerchantResult.Of(await imports.ImportAsync(caller.Merchant, wanted, token)));
}
