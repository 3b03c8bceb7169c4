using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Callbacks;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Functions;

/// <summary>POST /v1/withdrawals/{id}/notify: has the provider call back again.</summary>
public sealed class NotifyWithdrawal(ProviderSync sync, HttpEdge edge)
{
    [Function(nameof(NotifyWithdrawal))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/withdrawals/{id}/notify")] HttpRequest request, string id) =>
        edge.ChangeAsync(request, Roles.Withdrawals, OwnDeadline.Asking, async (caller, token) =>
            MerchantResult.Accepted(await sync.NotifyAsync(caller.Merchant, OrderKind.Withdrawal, id, token)));
}
