using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>Merchants' accounts in the directory, for operators.</summary>
public sealed class OperatorAccountFunctions(DirectoryAccounts accounts, DirectoryMerchants merchants, HttpEdge edge)
{
    /// <summary>GET /ops/merchants/{merchant}/accounts: its accounts.</summary>
    [Function(nameof(ListMerchantAccounts))]
    public Task<IResult> ListMerchantAccounts(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/merchants/{merchant}/accounts")] HttpRequest request,
        string merchant,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ => DirectoryResult.Of(await merchants.FindAsync(merchant, cancellationToken), PartKind.Account, merchant)
        );

    /// <summary>POST /ops/merchants/{merchant}/accounts: an account; the answer has its callback URL, this once.</summary>
    [Function(nameof(CreateAccount))]
    public Task<IResult> CreateAccount(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/merchants/{merchant}/accounts")] HttpRequest request,
        string merchant
    ) =>
        edge.ChangeAsync<AccountDocument>(
            request,
            OperatorRoles.Admin,
            (by, document, token) => DirectoryResult.EditAsync(request, merchant, Author.Of(by), edit => accounts.CreateAsync(edit, document, token))
        );

    /// <summary>GET /ops/merchants/{merchant}/accounts/{account}.</summary>
    [Function(nameof(GetAccount))]
    public Task<IResult> GetAccount(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/merchants/{merchant}/accounts/{account}")] HttpRequest request,
        string merchant,
        string account,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ => DirectoryResult.Of(request, await merchants.FindAsync(merchant, cancellationToken), PartKind.Account, account, merchant)
        );

    /// <summary>PUT /ops/merchants/{merchant}/accounts/{account}: its settings; a secret that is left out stays.</summary>
    [Function(nameof(ReplaceAccount))]
    public Task<IResult> ReplaceAccount(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "ops/merchants/{merchant}/accounts/{account}")] HttpRequest request,
        string merchant,
        string account
    ) =>
        edge.ChangeAsync<AccountDocument>(
            request,
            OperatorRoles.Admin,
            (by, document, token) =>
                DirectoryResult.EditAsync(request, merchant, Author.Of(by), edit => accounts.ReplaceAsync(edit, account, document, token))
        );

    /// <summary>POST /ops/merchants/{merchant}/accounts/{account}/rotate-callback-id:
    /// another callback URL; the one before it counts for a while.</summary>
    [Function(nameof(RotateCallbackId))]
    public Task<IResult> RotateCallbackId(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/merchants/{merchant}/accounts/{account}/rotate-callback-id")]
            HttpRequest request,
        string merchant,
        string account
    ) =>
        edge.ChangeAsync<RotationDocument>(
            request,
            OperatorRoles.Admin,
            (by, document, token) =>
                DirectoryResult.EditAsync(request, merchant, Author.Of(by), edit => accounts.RotateCallbackIdAsync(edit, account, document, token))
        );

    /// <summary>POST /ops/merchants/{merchant}/accounts/{account}/rotate-key: another key
    /// of the provider's; the one before it counts for a while.</summary>
    [Function(nameof(RotateAccountKey))]
    public Task<IResult> RotateAccountKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/merchants/{merchant}/accounts/{account}/rotate-key")] HttpRequest request,
        string merchant,
        string account
    ) =>
        edge.ChangeAsync<RotationDocument>(
            request,
            OperatorRoles.Admin,
            (by, document, token) =>
                DirectoryResult.EditAsync(request, merchant, Author.Of(by), edit => accounts.RotateKeyAsync(edit, account, document, token))
        );
}
