using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>A merchant's own API keys.</summary>
public sealed class ApiKeyFunctions(DirectoryKeys keys, DirectoryMerchants merchants, KeyUseStore uses, HttpEdge edge)
{
    /// <summary>GET /v1/api-keys: the merchant's keys, but for the keys themselves.</summary>
    [Function(nameof(ListApiKeys))]
    public Task<IResult> ListApiKeys(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/api-keys")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            Roles.Admin,
            async caller =>
                DirectoryResult.Of(
                    await merchants.FindServedAsync(caller.Merchant.Id, cancellationToken),
                    PartKind.ApiKey,
                    null,
                    await uses.ReadAsync(caller.Merchant.Id, cancellationToken)
                )
        );

    /// <summary>POST /v1/api-keys: a key; the answer has it, this once.</summary>
    [Function(nameof(CreateApiKey))]
    public Task<IResult> CreateApiKey([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/api-keys")] HttpRequest request) =>
        edge.ChangeAsync<ApiKeyDocument>(
            request,
            Roles.Admin,
            (caller, document, token) =>
                DirectoryResult.EditAsync(request, caller.Merchant.Id, Author.Of(caller), edit => keys.CreateAsync(edit, document, token))
        );

    /// <summary>GET /v1/api-keys/{key}.</summary>
    [Function(nameof(GetApiKey))]
    public Task<IResult> GetApiKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/api-keys/{key}")] HttpRequest request,
        string key,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            Roles.Admin,
            async caller =>
                DirectoryResult.Of(
                    request,
                    await merchants.FindServedAsync(caller.Merchant.Id, cancellationToken),
                    PartKind.ApiKey,
                    key,
                    null,
                    (await uses.ReadAsync(caller.Merchant.Id, cancellationToken)).TryGetValue(key, out var at) ? at : null
                )
        );

    /// <summary>PUT /v1/api-keys/{key}: its roles, owner, expiry and addresses.</summary>
    [Function(nameof(ReplaceApiKey))]
    public Task<IResult> ReplaceApiKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/api-keys/{key}")] HttpRequest request,
        string key
    ) =>
        edge.ChangeAsync<ApiKeyDocument>(
            request,
            Roles.Admin,
            (caller, document, token) =>
                DirectoryResult.EditAsync(request, caller.Merchant.Id, Author.Of(caller), edit => keys.ReplaceAsync(edit, key, document, token))
        );

    /// <summary>DELETE /v1/api-keys/{key}: it is refused everywhere after 15 s.</summary>
    [Function(nameof(RevokeApiKey))]
    public Task<IResult> RevokeApiKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/api-keys/{key}")] HttpRequest request,
        string key
    ) =>
        edge.ChangeAsync(
            request,
            Roles.Admin,
            OwnDeadline.Storing,
            (caller, token) => DirectoryResult.EditAsync(request, caller.Merchant.Id, Author.Of(caller), edit => keys.RevokeAsync(edit, key, token))
        );
}
