using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Withdrawals;

namespace PaymentHub.Functions;

/// <summary>POST /v1/withdrawals/{id}/approve: an approver who did not ask for it says yes.</summary>
public sealed class ApproveWithdrawal(WithdrawalApproval approval, HttpEdge edge)
{
    [Function(nameof(ApproveWithdrawal))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/withdrawals/{id}/approve")] HttpRequest request, string id) =>
        edge.ChangeAsync(request, Roles.Approver, OwnDeadline.Storing, async (caller, token) =>
            MerchantResult.Of(await approval.DecideAsync(caller, id, approved: true, token)));
}
