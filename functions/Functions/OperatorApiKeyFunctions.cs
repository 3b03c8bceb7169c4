using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>Merchants' API keys in the directory, for operators.</summary>
public sealed class OperatorApiKeyFunctions(DirectoryKeys keys, DirectoryMerchants merchants, KeyUseStore uses, HttpEdge edge)
{
    /// <summary>GET /ops/merchants/{merchant}/api-keys: its keys, but for the keys themselves.</summary>
    [Function(nameof(ListMerchantApiKeys))]
    public Task<IResult> ListMerchantApiKeys(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/merchants/{merchant}/api-keys")] HttpRequest request,
        string merchant,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ =>
                DirectoryResult.Of(
                    await merchants.FindAsync(merchant, cancellationToken),
                    PartKind.ApiKey,
                    merchant,
                    await uses.ReadAsync(merchant, cancellationToken)
                )
        );

    /// <summary>POST /ops/merchants/{merchant}/api-keys: a key; the answer has it, this once.</summary>
    [Function(nameof(CreateMerchantApiKey))]
    public Task<IResult> CreateMerchantApiKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/merchants/{merchant}/api-keys")] HttpRequest request,
        string merchant
    ) =>
        edge.ChangeAsync<ApiKeyDocument>(
            request,
            OperatorRoles.Admin,
            (by, document, token) => DirectoryResult.EditAsync(request, merchant, Author.Of(by), edit => keys.CreateAsync(edit, document, token))
        );

    /// <summary>GET /ops/merchants/{merchant}/api-keys/{key}.</summary>
    [Function(nameof(GetMerchantApiKey))]
    public Task<IResult> GetMerchantApiKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/merchants/{merchant}/api-keys/{key}")] HttpRequest request,
        string merchant,
        string key,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ =>
                DirectoryResult.Of(
                    request,
                    await merchants.FindAsync(merchant, cancellationToken),
                    PartKind.ApiKey,
                    key,
                    merchant,
                    (await uses.ReadAsync(merchant, cancellationToken)).TryGetValue(key, out var at) ? at : null
                )
        );

    /// <summary>PUT /ops/merchants/{merchant}/api-keys/{key}: its roles, owner, expiry and addresses.</summary>
    [Function(nameof(ReplaceMerchantApiKey))]
    public Task<IResult> ReplaceMerchantApiKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "ops/merchants/{merchant}/api-keys/{key}")] HttpRequest request,
        string merchant,
        string key
    ) =>
        edge.ChangeAsync<ApiKeyDocument>(
            request,
            OperatorRoles.Admin,
            (by, document, token) =>
                DirectoryResult.EditAsync(request, merchant, Author.Of(by), edit => keys.ReplaceAsync(edit, key, document, token))
        );

    /// <summary>DELETE /ops/merchants/{merchant}/api-keys/{key}: it is refused everywhere after 15 s.</summary>
    [Function(nameof(RevokeMerchantApiKey))]
    public Task<IResult> RevokeMerchantApiKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "ops/merchants/{merchant}/api-keys/{key}")] HttpRequest request,
        string merchant,
        string key
    ) =>
        edge.ChangeAsync(
            request,
            OperatorRoles.Admin,
            OwnDeadline.Storing,
            (by, token) => DirectoryResult.EditAsync(request, merchant, Author.Of(by), edit => keys.RevokeAsync(edit, key, token))
        );
}
