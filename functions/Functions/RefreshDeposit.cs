using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Callbacks;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Functions;

/// <summary>POST /v1/deposits/{id}/refresh: asks the provider now.</summary>
public sealed class RefreshDeposit(ProviderSync sync, HttpEdge edge)
{
    [Function(nameof(RefreshDeposit))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/deposits/{id}/refresh")] HttpRequest request, string id) =>
        edge.ChangeAsync(request, Roles.Deposits, OwnDeadline.Asking, async (caller, token) =>
            MerchantResult.Of(await sync.RefreshAsync(caller.Merchant, OrderKind.Deposit, id, token)));
}
