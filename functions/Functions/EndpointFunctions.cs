using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Webhooks;

namespace PaymentHub.Functions;

/// <summary>A merchant's own endpoints.</summary>
public sealed class EndpointFunctions(DirectoryEndpoints endpoints, DirectoryMerchants merchants, EndpointHealth health, HttpEdge edge)
{
    /// <summary>GET /v1/endpoints: how the merchant's endpoints are.</summary>
    [Function(nameof(ListEndpoints))]
    public Task<IResult> ListEndpoints(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/endpoints")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver | Roles.Admin,
            async caller => ListResult.Of(await health.ListAsync(caller.Merchant, request.Query, cancellationToken), ListBody.Endpoint)
        );

    /// <summary>POST /v1/endpoints: an endpoint; the answer has its secret, this once.</summary>
    [Function(nameof(CreateEndpoint))]
    public Task<IResult> CreateEndpoint([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/endpoints")] HttpRequest request) =>
        edge.ChangeAsync<EndpointDocument>(
            request,
            Roles.Admin,
            (caller, document, token) =>
                DirectoryResult.EditAsync(request, caller.Merchant.Id, Author.Of(caller), edit => endpoints.CreateAsync(edit, document, token))
        );

    /// <summary>GET /v1/endpoints/{endpoint}: its settings.</summary>
    [Function(nameof(GetEndpoint))]
    public Task<IResult> GetEndpoint(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/endpoints/{endpoint}")] HttpRequest request,
        string endpoint,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            Roles.Admin,
            async caller =>
                DirectoryResult.Of(request, await merchants.FindServedAsync(caller.Merchant.Id, cancellationToken), PartKind.Endpoint, endpoint, null)
        );

    /// <summary>GET /v1/endpoints/{endpoint}/health: its state.</summary>
    [Function(nameof(GetEndpointHealth))]
    public Task<IResult> GetEndpointHealth(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/endpoints/{endpoint}/health")] HttpRequest request,
        string endpoint,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            Roles.Read | Roles.Deposits | Roles.Withdrawals | Roles.Approver | Roles.Admin,
            async caller => JsonResult.Of(await health.FindAsync(caller.Merchant, endpoint, cancellationToken), ListBody.Endpoint)
        );

    /// <summary>PUT /v1/endpoints/{endpoint}: everything but its secrets.</summary>
    [Function(nameof(ReplaceEndpoint))]
    public Task<IResult> ReplaceEndpoint(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/endpoints/{endpoint}")] HttpRequest request,
        string endpoint
    ) =>
        edge.ChangeAsync<EndpointDocument>(
            request,
            Roles.Admin,
            (caller, document, token) =>
                DirectoryResult.EditAsync(
                    request,
                    caller.Merchant.Id,
                    Author.Of(caller),
                    edit => endpoints.ReplaceAsync(edit, endpoint, document, token)
                )
        );

    /// <summary>DELETE /v1/endpoints/{endpoint}: its events wait.</summary>
    [Function(nameof(DeleteEndpoint))]
    public Task<IResult> DeleteEndpoint(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/endpoints/{endpoint}")] HttpRequest request,
        string endpoint
    ) =>
        edge.ChangeAsync(
            request,
            Roles.Admin,
            OwnDeadline.Storing,
            (caller, token) =>
                DirectoryResult.EditAsync(request, caller.Merchant.Id, Author.Of(caller), edit => endpoints.DeleteAsync(edit, endpoint, token))
        );

    /// <summary>POST /v1/endpoints/{endpoint}/rotate-secret: another secret; the one before it signs, too, for a while.</summary>
    [Function(nameof(RotateEndpointSecret))]
    public Task<IResult> RotateEndpointSecret(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/endpoints/{endpoint}/rotate-secret")] HttpRequest request,
        string endpoint
    ) =>
        edge.ChangeAsync<RotationDocument>(
            request,
            Roles.Admin,
            (caller, document, token) =>
                DirectoryResult.EditAsync(
                    request,
                    caller.Merchant.Id,
                    Author.Of(caller),
                    edit => endpoints.RotateSecretAsync(edit, endpoint, document, token)
                )
        );
}
