using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Callbacks;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Withdrawals;

namespace PaymentHub.Functions;

/// <summary>Withdrawals, for merchants.</summary>
public sealed class WithdrawalFunctions(
    WithdrawalService withdrawals,
    OrderListing orders,
    TimelineListing timelines,
    WithdrawalApproval approval,
    ProviderSync sync,
    HttpEdge edge
)
{
    /// <summary>POST /v1/withdrawals: a withdrawal, stored and on its way.</summary>
    [Function(nameof(CreateWithdrawal))]
    public Task<IResult> CreateWithdrawal([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/withdrawals")] HttpRequest request) =>
        edge.ChangeAsync<NewWithdrawal>(
            request,
            Roles.Withdrawals,
            async (caller, wanted, token) => MerchantResult.Of(await withdrawals.CreateAsync(caller, wanted, token), StatusCodes.Status202Accepted),
            withdrawals.Check
        );

    /// <summary>GET /v1/withdrawals/{id}.</summary>
    [Function(nameof(GetWithdrawal))]
    public Task<IResult> GetWithdrawal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/withdrawals/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver,
            async caller =>
                MerchantResult.Of(await withdrawals.FindAsync(caller.Merchant, id, cancellationToken), withDetails: caller.May(Roles.Withdrawals))
        );

    /// <summary>GET /v1/withdrawals: the merchant's withdrawals, newest first.</summary>
    [Function(nameof(ListWithdrawals))]
    public Task<IResult> ListWithdrawals(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/withdrawals")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver,
            async caller =>
                ListResult.Of(await orders.ListAsync(caller.Merchant, OrderKind.Withdrawal, request.Query, cancellationToken), order => order)
        );

    /// <summary>GET /v1/withdrawals/{id}/timeline: everything that happened to a withdrawal.</summary>
    [Function(nameof(GetWithdrawalTimeline))]
    public Task<IResult> GetWithdrawalTimeline(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/withdrawals/{id}/timeline")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver,
            async caller => TimelineResult.Of(await timelines.FindAsync(caller.Merchant, OrderKind.Withdrawal, id, cancellationToken))
        );

    /// <summary>POST /v1/withdrawals/{id}/approve: an approver who did not ask for it says yes.</summary>
    [Function(nameof(ApproveWithdrawal))]
    public Task<IResult> ApproveWithdrawal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/withdrawals/{id}/approve")] HttpRequest request,
        string id
    ) =>
        edge.ChangeAsync(
            request,
            Roles.Approver,
            OwnDeadline.Storing,
            async (caller, token) => MerchantResult.Of(await approval.DecideAsync(caller, id, approved: true, token))
        );

    /// <summary>POST /v1/withdrawals/{id}/reject: an approver who did not ask for it says no.</summary>
    [Function(nameof(RejectWithdrawal))]
    public Task<IResult> RejectWithdrawal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/withdrawals/{id}/reject")] HttpRequest request,
        string id
    ) =>
        edge.ChangeAsync(
            request,
            Roles.Approver,
            OwnDeadline.Storing,
            async (caller, token) => MerchantResult.Of(await approval.DecideAsync(caller, id, approved: false, token))
        );

    /// <summary>POST /v1/withdrawals/{id}/refresh: asks the provider now.</summary>
    [Function(nameof(RefreshWithdrawal))]
    public Task<IResult> RefreshWithdrawal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/withdrawals/{id}/refresh")] HttpRequest request,
        string id
    ) =>
        edge.ChangeAsync(
            request,
            Roles.Withdrawals,
            OwnDeadline.Asking,
            async (caller, token) => MerchantResult.Of(await sync.RefreshAsync(caller.Merchant, OrderKind.Withdrawal, id, token))
        );

    /// <summary>POST /v1/withdrawals/{id}/notify: has the provider call back again.</summary>
    [Function(nameof(NotifyWithdrawal))]
    public Task<IResult> NotifyWithdrawal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/withdrawals/{id}/notify")] HttpRequest request,
        string id
    ) =>
        edge.ChangeAsync(
            request,
            Roles.Withdrawals,
            OwnDeadline.Asking,
            async (caller, token) => MerchantResult.Accepted(await sync.NotifyAsync(caller.Merchant, OrderKind.Withdrawal, id, token))
        );
}
