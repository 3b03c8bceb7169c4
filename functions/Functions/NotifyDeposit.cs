using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Callbacks;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Functions;

/// <summary>POST /v1/deposits/{id}/notify: has the provider call back again.</summary>
public sealed class NotifyDeposit(ProviderSync sync, HttpEdge edge)
{
    [Function(nameof(NotifyDeposit))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/deposits/{id}/notify")] HttpRequest request, string id) =>
        edge.ChangeAsync(request, Roles.Deposits, OwnDeadline.Asking, async (caller, token) =>
            MerchantResult.Accepted(await sync.NotifyAsync(caller.Merchant, OrderKind.Deposit, id, token)));
}
