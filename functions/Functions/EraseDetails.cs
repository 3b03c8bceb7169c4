using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Withdrawals;

namespace PaymentHub.Functions;

/// <summary>POST /ops/orders/{id}/erase: erases what is personal in a withdrawal that is over.</summary>
public sealed class EraseDetails(DetailErasure erasure, HttpEdge edge)
{
    [Function(nameof(EraseDetails))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "ops/orders/{id}/erase")] HttpRequest request, string id) =>
        edge.ChangeAsync(OwnDeadline.Storing, async token => MerchantResult.Of(await erasure.EraseAsync(id, token)));
}
