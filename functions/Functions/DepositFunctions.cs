using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Deposits;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Functions;

/// <summary>Deposits, for merchants.</summary>
public sealed class DepositFunctions(
    DepositService deposits,
    DepositCancellation cancellation,
    OrderListing orders,
    TimelineListing timelines,
    HttpEdge edge
)
{
    /// <summary>POST /v1/deposits: a deposit with a page on which the payer pays.</summary>
    [Function(nameof(CreateDeposit))]
    public Task<IResult> CreateDeposit([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/deposits")] HttpRequest request) =>
        edge.ChangeAsync<DepositRequest>(
            request,
            Roles.Deposits,
            async (caller, wanted, token) => MerchantResult.Of(await deposits.CreateAsync(caller.Merchant, wanted, token)),
            deposits.Check
        );

    /// <summary>GET /v1/deposits/{id}.</summary>
    [Function(nameof(GetDeposit))]
    public Task<IResult> GetDeposit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/deposits/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver,
            async caller => MerchantResult.Of(await deposits.FindAsync(caller.Merchant, id, cancellationToken))
        );

    /// <summary>GET /v1/deposits: the merchant's deposits, newest first.</summary>
    [Function(nameof(ListDeposits))]
    public Task<IResult> ListDeposits(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/deposits")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver,
            async caller =>
                ListResult.Of(await orders.ListAsync(caller.Merchant, OrderKind.Deposit, request.Query, cancellationToken), order => order)
        );

    /// <summary>GET /v1/deposits/{id}/timeline: everything that happened to a deposit.</summary>
    [Function(nameof(GetDepositTimeline))]
    public Task<IResult> GetDepositTimeline(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/deposits/{id}/timeline")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver,
            async caller => TimelineResult.Of(await timelines.FindAsync(caller.Merchant, OrderKind.Deposit, id, cancellationToken))
        );

    /// <summary>POST /v1/deposits/{id}/cancel: ends a deposit that nobody has paid.</summary>
    [Function(nameof(CancelDeposit))]
    public Task<IResult> CancelDeposit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/deposits/{id}/cancel")] HttpRequest request,
        string id
    ) =>
        edge.ChangeAsync(
            request,
            Roles.Deposits,
            OwnDeadline.Asking,
            async (caller, token) => MerchantResult.Of(await cancellation.CancelAsync(caller.Merchant, id, token))
        );
}
