using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Callbacks;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Functions;

/// <summary>Asks providers about deposits on merchants' request.</summary>
public sealed class DepositSyncFunctions(ProviderSync sync, Imports imports, HttpEdge edge)
{
    /// <summary>POST /v1/deposits/{id}/refresh: asks the provider now.</summary>
    [Function(nameof(RefreshDeposit))]
    public Task<IResult> RefreshDeposit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/deposits/{id}/refresh")] HttpRequest request,
        string id
    ) =>
        edge.ChangeAsync(
            request,
            Roles.Deposits,
            OwnDeadline.Asking,
            async (caller, token) => MerchantResult.Of(await sync.RefreshAsync(caller.Merchant, OrderKind.Deposit, id, token))
        );

    /// <summary>POST /v1/deposits/{id}/notify: has the provider call back again.</summary>
    [Function(nameof(NotifyDeposit))]
    public Task<IResult> NotifyDeposit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/deposits/{id}/notify")] HttpRequest request,
        string id
    ) =>
        edge.ChangeAsync(
            request,
            Roles.Deposits,
            OwnDeadline.Asking,
            async (caller, token) => MerchantResult.Accepted(await sync.NotifyAsync(caller.Merchant, OrderKind.Deposit, id, token))
        );

    /// <summary>POST /v1/deposits/import: imports a provider's deposit that was never reported.</summary>
    [Function(nameof(ImportDeposit))]
    public Task<IResult> ImportDeposit([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/deposits/import")] HttpRequest request) =>
        edge.ChangeAsync<ImportRequest>(
            request,
            Roles.Deposits,
            async (caller, wanted, token) => MerchantResult.Of(await imports.ImportAsync(caller.Merchant, wanted, token)),
            imports.Check
        );
}
