using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Callbacks;
using PaymentHub.Deposits;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Functions;

/// <summary>Deposits, for merchants.</summary>
public sealed class DepositFunctions(
    DepositService deposits, OrderListing orders, TimelineListing timelines, ProviderSync sync, Imports imports, HttpEdge edge)
{
    /// <summary>POST /v1/deposits: a deposit with a page on which the payer pays.</summary>
    [Function(nameof(CreateDeposit))]
    public Task<IResult> CreateDeposit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/deposits")] HttpRequest request) =>
        edge.ChangeAsync<DepositRequest>(
            request,
            Roles.Deposits,
            async (caller, wanted, token) => MerchantResult.Of(await deposits.CreateAsync(caller.Merchant, wanted, token)),
            deposits.Check);

    /// <summary>GET /v1/deposits/{id}.</summary>
    [Function(nameof(GetDeposit))]
    public Task<IResult> GetDeposit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/deposits/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        edge.RunAsync(request, Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver, async caller =>
            MerchantResult.Of(await deposits.FindAsync(caller.Merchant, id, cancellationToken)));

    /// <summary>GET /v1/deposits: the merchant's deposits, newest first.</summary>
    [Function(nameof(ListDeposits))]
    public Task<IResult> ListDeposits(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/deposits")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.RunAsync(request, Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver, async caller =>
            ListResult.Of(await orders.ListAsync(caller.Merchant, OrderKind.Deposit, request.Query, cancellationToken), OrderJson.Write));

    /// <summary>GET /v1/deposits/{id}/timeline: everything that happened to a deposit.</summary>
    [Function(nameof(GetDepositTimeline))]
    public Task<IResult> GetDepositTimeline(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/deposits/{id}/timeline")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        edge.RunAsync(request, Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver, async caller =>
            TimelineResult.Of(await timelines.FindAsync(caller.Merchant, OrderKind.Deposit, id, cancellationToken)));

    /// <summary>POST /v1/deposits/{id}/refresh: asks the provider now.</summary>
    [Function(nameof(RefreshDeposit))]
    public Task<IResult> RefreshDeposit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/deposits/{id}/refresh")] HttpRequest request, string id) =>
        edge.ChangeAsync(request, Roles.Deposits, OwnDeadline.Asking, async (caller, token) =>
            MerchantResult.Of(await sync.RefreshAsync(caller.Merchant, OrderKind.Deposit, id, token)));

    /// <summary>POST /v1/deposits/{id}/notify: has the provider call back again.</summary>
    [Function(nameof(NotifyDeposit))]
    public Task<IResult> NotifyDeposit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/deposits/{id}/notify")] HttpRequest request, string id) =>
        edge.ChangeAsync(request, Roles.Deposits, OwnDeadline.Asking, async (caller, token) =>
            MerchantResult.Accepted(await sync.NotifyAsync(caller.Merchant, OrderKind.Deposit, id, token)));

    /// <summary>POST /v1/deposits/import: takes on a deposit of the provider's that nobody told us of.</summary>
    [Function(nameof(ImportDeposit))]
    public Task<IResult> ImportDeposit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/deposits/import")] HttpRequest request) =>
        edge.ChangeAsync<ImportRequest>(
            request,
            Roles.Deposits,
            async (caller, wanted, token) => MerchantResult.Of(await imports.ImportAsync(caller.Merchant, wanted, token)),
            imports.Check);
}
