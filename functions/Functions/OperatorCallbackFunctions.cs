using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>The quarantine, for operators.</summary>
public sealed class OperatorCallbackFunctions(Quarantine quarantine, QuarantineGroups groups, HttpEdge edge)
{
    /// <summary>GET /ops/quarantine: callbacks that were refused or kept failing, newest first.</summary>
    [Function(nameof(ListQuarantine))]
    public Task<IResult> ListQuarantine(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/quarantine")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ => ListResult.Of(await quarantine.ListAsync(request.Query, cancellationToken), OperationBody.Quarantined)
        );

    /// <summary>GET /ops/quarantine/{id}: everything that came with a callback in quarantine, but for secrets.</summary>
    [Function(nameof(ReadQuarantinedCallback))]
    public Task<IResult> ReadQuarantinedCallback(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/quarantine/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ => JsonResult.Of(await quarantine.FindAsync(id, cancellationToken), OperationBody.Quarantined)
        );

    /// <summary>POST /ops/quarantine/{id}/replay: processes a callback again, for instance after a key was corrected.</summary>
    [Function(nameof(ReplayCallback))]
    public Task<IResult> ReplayCallback(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/quarantine/{id}/replay")] HttpRequest request,
        string id
    ) =>
        edge.ChangeAsync(
            request,
            OperatorRoles.Operate,
            async (deed, token) => JsonResult.Of(await quarantine.ReplayAsync(deed, id, token), OperationBody.Brief, StatusCodes.Status202Accepted)
        );

    /// <summary>POST /ops/quarantine/{id}/discard: takes a callback out of quarantine for good.</summary>
    [Function(nameof(DiscardCallback))]
    public Task<IResult> DiscardCallback(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/quarantine/{id}/discard")] HttpRequest request,
        string id
    ) =>
        edge.ChangeAsync(
            request,
            OperatorRoles.Operate,
            async (deed, token) => JsonResult.Of(await quarantine.DiscardAsync(deed, id, token), OperationBody.Brief)
        );

    /// <summary>POST /ops/quarantine/discard: takes an account's callbacks of some time out of quarantine for good, step by step.</summary>
    [Function(nameof(DiscardCallbacks))]
    public Task<IResult> DiscardCallbacks(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/quarantine/discard")] HttpRequest request
    ) =>
        edge.ChangeAsync<BulkDiscardRequest>(
            request,
            OperatorRoles.Operate,
            async (by, wanted, token) => JsonResult.Of(await groups.DiscardAsync(by, wanted, token), OperationBody.Discarded),
            QuarantineGroups.Check
        );

    /// <summary>GET /ops/quarantine-groups: the quarantine by account, verdict and hour, newest first.</summary>
    [Function(nameof(ListQuarantineGroups))]
    public Task<IResult> ListQuarantineGroups(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/quarantine-groups")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        edge.RunAsync(
            request,
            OperatorRoles.View,
            async _ => JsonResult.Of(await groups.ListAsync(request.Query, cancellationToken), OperationBody.Groups)
        );
}
