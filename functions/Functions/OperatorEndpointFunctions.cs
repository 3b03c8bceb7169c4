using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>Merchants' endpoints in the directory, for operators.</summary>
public sealed class OperatorEndpointFunctions(DirectoryEndpoints endpoints, DirectoryMerchants merchants, HttpEdge edge)
{
    /// <summary>GET /ops/merchants/{merchant}/endpoints: its endpoints.</summary>
    [Function(nameof(ListMerchantEndpoints))]
    public Task<IResult> ListMerchantEndpoints(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/merchants/{merchant}/endpoints")] HttpRequest request,
        string merchant,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ => DirectoryResult.Of(await merchants.FindAsync(merchant, cancellationToken), PartKind.Endpoint, merchant)
        );

    /// <summary>POST /ops/merchants/{merchant}/endpoints: an endpoint; the answer has its secret, this once.</summary>
    [Function(nameof(CreateMerchantEndpoint))]
    public Task<IResult> CreateMerchantEndpoint(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/merchants/{merchant}/endpoints")] HttpRequest request,
        string merchant
    ) =>
        edge.ChangeAsync<EndpointDocument>(
            request,
            OperatorRoles.Admin,
            (by, document, token) => DirectoryResult.EditAsync(request, merchant, Author.Of(by), edit => endpoints.CreateAsync(edit, document, token))
        );

    /// <summary>GET /ops/merchants/{merchant}/endpoints/{endpoint}.</summary>
    [Function(nameof(GetMerchantEndpoint))]
    public Task<IResult> GetMerchantEndpoint(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/merchants/{merchant}/endpoints/{endpoint}")] HttpRequest request,
        string merchant,
        string endpoint,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ => DirectoryResult.Of(request, await merchants.FindAsync(merchant, cancellationToken), PartKind.Endpoint, endpoint, merchant)
        );

    /// <summary>PUT /ops/merchants/{merchant}/endpoints/{endpoint}: everything but its secrets.</summary>
    [Function(nameof(ReplaceMerchantEndpoint))]
    public Task<IResult> ReplaceMerchantEndpoint(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "ops/merchants/{merchant}/endpoints/{endpoint}")] HttpRequest request,
        string merchant,
        string endpoint
    ) =>
        edge.ChangeAsync<EndpointDocument>(
            request,
            OperatorRoles.Admin,
            (by, document, token) =>
                DirectoryResult.EditAsync(request, merchant, Author.Of(by), edit => endpoints.ReplaceAsync(edit, endpoint, document, token))
        );

    /// <summary>DELETE /ops/merchants/{merchant}/endpoints/{endpoint}: what is owed to it waits.</summary>
    [Function(nameof(DeleteMerchantEndpoint))]
    public Task<IResult> DeleteMerchantEndpoint(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "ops/merchants/{merchant}/endpoints/{endpoint}")] HttpRequest request,
        string merchant,
        string endpoint
    ) =>
        edge.ChangeAsync(
            request,
            OperatorRoles.Admin,
            OwnDeadline.Storing,
            (by, token) => DirectoryResult.EditAsync(request, merchant, Author.Of(by), edit => endpoints.DeleteAsync(edit, endpoint, token))
        );

    /// <summary>POST /ops/merchants/{merchant}/endpoints/{endpoint}/rotate-secret:
    /// another secret; the one before it signs, too, for a while.</summary>
    [Function(nameof(RotateMerchantEndpointSecret))]
    public Task<IResult> RotateMerchantEndpointSecret(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/merchants/{merchant}/endpoints/{endpoint}/rotate-secret")]
            HttpRequest request,
        string merchant,
        string endpoint
    ) =>
        edge.ChangeAsync<RotationDocument>(
            request,
            OperatorRoles.Admin,
            (by, document, token) =>
                DirectoryResult.EditAsync(request, merchant, Author.Of(by), edit => endpoints.RotateSecretAsync(edit, endpoint, document, token))
        );
}
