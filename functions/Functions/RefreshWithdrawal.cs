using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Callbacks;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Functions;

/// <summary>POST /v1/withdrawals/{id}/refresh: asks the provider now.</summary>
public sealed class RefreshWithdrawal(ProviderSync sync, HttpEdge edge)
{
    [Function(nameof(RefreshWithdrawal))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/withdrawals/{id}/refresh")] HttpRequest request, string id) =>
        edge.ChangeAsync(request, Roles.Withdrawals, OwnDeadline.Asking, async (caller, token) =>
            MerchantResult.Of(await sync.RefreshAsync(caller.Merchant, OrderKind.Withdrawal, id, token)));
}
