using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Withdrawals;

namespace PaymentHub.Functions;

/// <summary>POST /v1/withdrawals/{id}/reject: an approver who did not ask for it says no.</summary>
public sealed class RejectWithdrawal(WithdrawalApproval approval, HttpEdge edge)
{
    [Function(nameof(RejectWithdrawal))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/withdrawals/{id}/reject")] HttpRequest request, string id) =>
        edge.ChangeAsync(request, Roles.Approver, OwnDeadline.Storing, async (caller, token) =>
            MerchantResult.Of(await approval.DecideAsync(caller, id, approved: false, token)));
}
